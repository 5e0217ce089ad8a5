import { type Tensor, zeros } from '../tensor/tensor.ts';

/**
 * A weighted sum of tensors of one shape: in float64, rounded once. Weights are float32, so that they say the same on
 * every machine.
 */
export function combine(...terms: readonly (readonly [weight: number, tensor: Tensor])[]): Tensor {
  const sum = zeros(terms[0]![1].shape);
  const weights = terms.map(([weight]) => Math.fround(weight));
  const data = terms.map(([, tensor]) => tensor.data);
  for (let i = 0; i < sum.data.length; i++) {
    let value = 0;
    for (let t = 0; t < data.length; t++) value += weights[t]! * data[t]![i]!;
    sum.data[i] = value;
  }
  return sum;
}
