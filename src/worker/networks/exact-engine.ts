import { CONSTANTS } from '../energy/constants.ts';
import type { Meter } from '../energy/events.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { matmul } from '../kernels/operators/matmul.ts';
import type { MatrixEngine, MatrixLayer } from '../tensor/matrix-layer.ts';
import { paddedInput } from '../tensor/padded-input.ts';
import { createProducts } from '../tensor/product.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { packedWeight } from './packed-weights.ts';

/**
 * Runs every product in float32 on the kernel pool, without a chip: the reference picture, and layers that a plan keeps digital.
 * One engine is one picture: its digital unit starts with an empty weight memory.
 */
export class ExactEngine implements MatrixEngine {
  readonly #pool: KernelPool;
  readonly #meter: Meter;
  readonly #productOf = createProducts();
  readonly #kept = new Set<string>();
  #room: number = CONSTANTS.digitalWeightMemory.value;

  constructor(pool: KernelPool, meter: Meter) {
    this.#pool = pool;
    this.#meter = meter;
  }

  apply(layer: MatrixLayer, x: Tensor): Tensor {
    const { outputs, inputs } = layer;
    const product = this.#productOf(layer, x);
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
    this.#fetch(layer);
    const bytes = 4 * (x.data.length + outputs * inputs + y.length);
    this.#meter.digital('matmul', layer.name, 2 * rows * inputs * outputs, bytes);
    return { shape: outputShape, data: y };
  }

  /** Weights stay beside the digital unit while its memory has room; the rest comes from DRAM for every product. */
  #fetch(layer: MatrixLayer): void {
    if (this.#kept.has(layer.name)) return;
    const bytes = 4 * layer.outputs * layer.inputs;
    this.#meter.dram(bytes, layer.name);
    if (bytes > this.#room) return;
    this.#room -= bytes;
    this.#kept.add(layer.name);
  }
}
