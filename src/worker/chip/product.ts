import type { Gather } from '../kernels/kernels.ts';
import { convGather, convOutputSize, type ImageShape, linearGather } from '../tensor/gather.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** A layer applied to a tensor as one matrix product. */
export interface Product {
  /** M. */
  readonly rows: number;
  readonly outputShape: readonly number[];
  /** The image of a convolution, else null. */
  readonly image: ImageShape | null;
  /** Rows as they lie in the input (of a convolution: in the padded image). */
  readonly gather: Gather;
}

/** Layers see the same shapes at every step: their gathers are kept. */
export function createProducts(): (layer: MatrixLayer, x: Tensor) => Product {
  const known = new Map<string, Product>();
  return (layer, x) => {
    const key = `${layer.inputs} ${layer.outputs} ${JSON.stringify(layer.conv)} ${x.shape}`;
    let product = known.get(key);
    if (product === undefined) {
      product = productOf(layer, x);
      known.set(key, product);
    }
    return product;
  };
}

function productOf(layer: MatrixLayer, x: Tensor): Product {
  const depth = x.shape.at(-1)!;
  if (layer.conv === null) {
    if (depth !== layer.inputs) throw new RangeError(`${layer.name} takes ${layer.inputs} inputs, got ${depth}`);
    const rows = x.data.length / depth;
    return {
      rows,
      outputShape: [...x.shape.slice(0, -1), layer.outputs],
      image: null,
      gather: linearGather(rows, depth),
    };
  }
  const image = x.shape as unknown as ImageShape;
  if (image.length !== 4 || layer.inputs !== layer.conv.kernel ** 2 * depth) {
    throw new RangeError(`${layer.name} cannot take an image of ${x.shape.join(' x ')}`);
  }
  const [height, width] = convOutputSize(layer.conv, image[1], image[2]);
  return {
    rows: image[0] * height * width,
    outputShape: [image[0], height, width, layer.outputs],
    image,
    gather: convGather(layer.conv, image),
  };
}
