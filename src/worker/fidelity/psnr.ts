import type { Pair } from './planes.ts';

/**
 * Peak signal-to-noise ratio over red, green and blue, decibels: 10 log10(255^2 / MSE). Infinite for identical
 * pictures.
 */
export function psnr({ reference, test }: Pair): number {
  let sum = 0;
  let count = 0;
  for (let channel = 0; channel < 3; channel++) {
    const a = reference[channel]!.data;
    const b = test[channel]!.data;
    for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
    count += a.length;
  }
  return 10 * Math.log10(255 ** 2 / (sum / count));
}
