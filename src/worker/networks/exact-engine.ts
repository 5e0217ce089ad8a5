import { CONSTANTS } from '../energy/constants.ts';
import type { Meter } from '../energy/events.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { matmul } from '../kernels/operators/matmul.ts';
import { padImage } from '../kernels/operators/pad-image.ts';
import { type ImageShape, type Padding, paddedLength } from '../kernels/padding.ts';
import type { MatrixEngine, MatrixLayer } from '../tensor/matrix-layer.ts';
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
    const { outputs, inputs, conv } = layer;
    const { rows, outputShape, image, gather } = this.#productOf(layer, x);
    const y = this.#pool.arena.floats(rows * outputs);
    this.#pool.run(matmul, {
      a: conv && image ? this.#padded(x.data, image, conv.pad) : x.data,
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

  #padded(image: Float32Array, shape: ImageShape, pad: Padding): Float32Array {
    if (pad.top === 0 && pad.left === 0 && pad.bottom === 0 && pad.right === 0) return image;
    const padded = this.#pool.arena.floats(paddedLength(shape, pad));
    this.#pool.run(padImage, { image, shape, pad, padded });
    return padded;
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
