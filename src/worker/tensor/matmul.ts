import { type Gather, linearGather } from '../kernels/gather.ts';
import type { ImageShape } from '../kernels/padding.ts';
import { convGather, convOutputSize } from './gather.ts';
import type { MatrixLayer } from './matrix-layer.ts';
import type { Tensor } from './tensor.ts';

/** A layer applied to a tensor as one matrix product. */
export interface LayerMatmul {
  /** M. */
  readonly rows: number;
  readonly outputShape: readonly number[];
  /** The image of a convolution, else null. */
  readonly image: ImageShape | null;
  /** Rows as they lie in the input (of a convolution: in the padded image). */
  readonly gather: Gather;
}

/** Layers see the same shapes at every step: their products are kept, and layers of one geometry share them. */
export function createLayerMatmuls(): (layer: MatrixLayer, x: Tensor) => LayerMatmul {
  const ofGeometry = new Map<string, LayerMatmul>();
  /** Few per layer, so that looking through them is quicker than to make a key. */
  const ofLayer = new WeakMap<MatrixLayer, { readonly shape: readonly number[]; readonly product: LayerMatmul }[]>();

  function shared(layer: MatrixLayer, x: Tensor): LayerMatmul {
    const key = `${layer.inputs} ${layer.outputs} ${JSON.stringify(layer.conv)} ${x.shape}`;
    const product = ofGeometry.get(key) ?? matmulOf(layer, x);
    ofGeometry.set(key, product);
    return product;
  }

  return (layer, x) => {
    let known = ofLayer.get(layer);
    if (known === undefined) {
      known = [];
      ofLayer.set(layer, known);
    }
    for (const { shape, product } of known) if (sameShape(shape, x.shape)) return product;
    const product = shared(layer, x);
    known.push({ shape: x.shape, product });
    return product;
  };
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function matmulOf(layer: MatrixLayer, x: Tensor): LayerMatmul {
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
