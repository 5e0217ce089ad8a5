import type { Meter } from '../energy/events.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { matmul } from '../kernels/operators/matmul.ts';
import { createLayerMatmuls } from '../tensor/matmul.ts';
import type { MatrixEngine, MatrixLayer } from '../tensor/matrix-layer.ts';
import { paddedInput } from '../tensor/padded-input.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { meterFloatMatmul } from './meter-float-matmul.ts';
import { packedWeight } from './packed-weights.ts';
import { WeightMemory } from './weight-memory.ts';

/**
 * Runs every product in float32 on the kernel pool, without a chip: the reference picture, and layers that a plan keeps
 * digital. One engine is one picture: its digital unit starts with an empty weight memory.
 */
export class ExactEngine implements MatrixEngine {
  readonly #pool: KernelPool;
  readonly #meter: Meter;
  readonly #matmulOf = createLayerMatmuls();
  readonly #memory: WeightMemory;

  constructor(pool: KernelPool, meter: Meter) {
    this.#pool = pool;
    this.#meter = meter;
    this.#memory = new WeightMemory(meter);
  }

  apply(layer: MatrixLayer, x: Tensor): Tensor {
    const { outputs } = layer;
    const product = this.#matmulOf(layer, x);
    const { rows, outputShape, gather } = product;
    const y = this.#pool.arena.floats(rows * outputs);
    this.#pool.run(matmul, {
      a: paddedInput(this.#pool, layer, x, product),
      gather,
      b: packedWeight(this.#pool, layer),
      bias: layer.bias,
      c: y,
      cStride: outputs,
    });
    this.#memory.fetch(layer);
    meterFloatMatmul(this.#meter, layer, rows, x.data.length);
    return { shape: outputShape, data: y };
  }
}
