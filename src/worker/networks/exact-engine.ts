import type { Meter } from '../energy/events.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { convGather, convOutputSize, type ImageShape, linearGather, padImage } from '../tensor/gather.ts';
import type { MatrixEngine, MatrixLayer } from '../tensor/matrix-layer.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** Runs every product in float32 on the kernel pool, without a chip: the reference picture, and layers that a plan keeps digital. */
export class ExactEngine implements MatrixEngine {
  readonly #pool: Pick<KernelPool, 'matmul'>;
  readonly #meter: Meter;

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
    // Weights do not stay beside the digital unit: each product fetches them from DRAM and reads them once.
    this.#meter.dram(4 * layer.weight.length, layer.name);
    const bytes = 4 * (x.data.length + layer.weight.length + y.data.length);
    this.#meter.digital('matmul', layer.name, 2 * rows * inputs * outputs, bytes);
    return y;
  }
}
