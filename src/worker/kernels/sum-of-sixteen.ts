/**
 * A float32 sum in an order that vectors of any width follow: value i goes to partial sum i mod 16, and the partial
 * sums are added as a tree, the upper half to the lower: 8, 4, 2, 1.
 */
export function sumOfSixteen(length: number, value: (index: number) => number): number {
  const partial = new Float32Array(16);
  for (let i = 0; i < length; i++) partial[i % 16]! += value(i);
  for (let half = 8; half >= 1; half /= 2) {
    for (let j = 0; j < half; j++) partial[j]! += partial[j + half]!;
  }
  return partial[0]!;
}
