import { CONSTANTS } from '../energy/constants.ts';
import type { Meter } from '../energy/events.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { convGather, convOutputSize, type ImageShape, linearGather, padImage } from '../tensor/gather.ts';
import type { MatrixEngine, MatrixLayer } from '../tensor/matrix-layer.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/**
 * Runs every product in float32 on the kernel pool, without a chip: the reference picture, and layers that a plan keeps digital.
 * One engine is one picture: its digital unit starts with an empty weight memory.
 */
export class ExactEngine implements MatrixEngine {
  readonly #pool: Pick<KernelPool, 'matmul'>;
  readonly #meter: Meter;
  readonly #kept = new Set<string>();
  #room: number = CONSTANTS.digitalWeightMemory.value;

  constructor(pool: Pick<KernelPool, 'matmul'>, meter: Meter) {
    this.#pool = pool;
    this.#meter = meter;
  }

  apply(layer: MatrixLayer, x: Tensor): Tensor {
    const { outputs, inputs, conv } = layer;
    const shape = conv
      ? [x.shape[0]!, ...convOutputSize(conv, x.shape[1]!, x.shape[2]!), outputs]
      : [...x.shape.slice(0, -1), outputs];
    const y = zeros(shape);
    const rows = y.data.length / outputs;
    const image = x.shape as ImageShape;
    const input = conv ? padImage(x.data, image, conv.pad) : x.data;
    this.#pool.matmul(
      {
        a: input,
        gather: conv ? convGather(conv, image) : linearGather(rows, inputs),
        b: layer.weight,
        k: inputs,
        n: outputs,
        bias: layer.bias,
        c: y.data,
        cStride: outputs,
      },
      rows,
    );
    this.#fetch(layer);
    const bytes = 4 * (x.data.length + layer.weight.length + y.data.length);
    this.#meter.digital('matmul', layer.name, 2 * rows * inputs * outputs, bytes);
    return y;
  }

  /** Weights stay beside the digital unit while its memory has room; the rest comes from DRAM for every product. */
  #fetch(layer: MatrixLayer): void {
    if (this.#kept.has(layer.name)) return;
    const bytes = 4 * layer.weight.length;
    this.#meter.dram(bytes, layer.name);
    if (bytes > this.#room) return;
    this.#room -= bytes;
    this.#kept.add(layer.name);
  }
}
