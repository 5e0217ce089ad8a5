import { OhmbrushError } from '../../shared/errors.ts';
import { type Phrase, phrase } from '../../shared/refusals.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type StoredWeights, sampledRow, type WeightsFile } from './safetensors.ts';
import { someOf } from './weight-reader.ts';

/** PEFT's names as diffusers writes them: the component, the layer, and which of the two factors. */
const FACTOR = /^unet\.(.+)\.lora_[AB]\.weight$/;

/**
 * The weights of a UNet with low-rank changes added to some of its linear and convolutional layers: W + B A, computed
 * in double precision and rounded once to float32. For a layer of weight [out, in] or [out, in, k, k] the changes hold
 *
 *     unet.<layer>.lora_A.weight  [r, in] or [r, in, k, k]
 *     unet.<layer>.lora_B.weight  [out, r] or [out, r, 1, 1]
 *
 * at PEFT's scale of 1 (lora_alpha = r). Names and shapes are those of `weights`; closing the answer closes both files.
 *
 * @throws OhmbrushError 'bad-model' that names what does not fit the network, and halves of a pair
 */
export function withLowRank(weights: StoredWeights, changes: WeightsFile): StoredWeights {
  check(weights, changes);
  /** @param tensor all rows of the first dimension, or some as `sample` takes them; changed in place */
  function change(name: string, tensor: Tensor): Tensor {
    const { a, b } = factorsOf(name.replace(/\.weight$/, ''));
    if (!changes.entries.has(a)) return tensor;
    const rows = weights.entries.get(name)!.shape[0]!;
    addProduct(tensor, rows, changes.read(b).data, changes.read(a));
    return tensor;
  }
  return {
    path: weights.path,
    entries: weights.entries,
    read: (name) => change(name, weights.read(name)),
    sample: (name, atLeast) => change(name, weights.sample(name, atLeast)),
    close() {
      changes.close();
      weights.close();
    },
  };
}

function factorsOf(layer: string): { a: string; b: string } {
  return { a: `unet.${layer}.lora_A.weight`, b: `unet.${layer}.lora_B.weight` };
}

function check(weights: StoredWeights, changes: WeightsFile): void {
  const problems: Phrase[] = [];
  const layers = new Set<string>();
  for (const name of changes.entries.keys()) {
    const layer = FACTOR.exec(name)?.[1];
    if (layer === undefined) problems.push(phrase('no-low-rank-change', { name }));
    else layers.add(layer);
  }
  for (const layer of layers) {
    const { a, b } = factorsOf(layer);
    const [shapeA, shapeB] = [a, b].map((name) => changes.entries.get(name)?.shape);
    const shape = weights.entries.get(`${layer}.weight`)?.shape;
    if (!shapeA || !shapeB)
      problems.push(phrase('factor-lacks-other', shapeA ? { name: a, other: b } : { name: b, other: a }));
    else if (!shape) problems.push(phrase('no-such-layer', { layer }));
    else if (shape.length !== 2 && shape.length !== 4) problems.push(phrase('not-linear', { layer }));
    else {
      const [outputs, ...inputs] = shape;
      const rank = shapeA[0]!;
      const most = Math.min(
        outputs!,
        inputs.reduce((product, extent) => product * extent, 1),
      );
      if (rank > most) problems.push(phrase('rank-too-high', { name: a, rank, most }));
      const wanted = { [a]: [rank, ...inputs], [b]: [outputs, rank, ...inputs.slice(1).map(() => 1)] };
      for (const [name, expected] of Object.entries(wanted)) {
        const found = changes.entries.get(name)!.shape;
        if (found.join() === expected.join()) continue;
        problems.push(phrase('shape-differs', { name, found: found.join('x'), wanted: expected.join('x') }));
      }
    }
  }
  if (problems.length === 0) return;
  throw new OhmbrushError('low-rank-misfit', {
    changes: changes.path,
    weights: weights.path,
    problems: someOf(problems),
  });
}

/**
 * @param rows of the whole layer
 * @param b [rows, r]
 * @param a [r, ...inputs]
 */
function addProduct({ shape, data }: Tensor, rows: number, b: Float32Array, { shape: [rank], data: a }: Tensor): void {
  const taken = shape[0]!;
  const length = data.length / taken;
  const sum = new Float64Array(length);
  for (let i = 0; i < taken; i++) {
    const row = sampledRow(i, taken, rows);
    sum.fill(0);
    for (let k = 0; k < rank!; k++) {
      const factor = b[row * rank! + k]!;
      for (let j = 0; j < length; j++) sum[j]! += factor * a[k * length + j]!;
    }
    for (let j = 0; j < length; j++) data[i * length + j]! += sum[j]!;
  }
}
