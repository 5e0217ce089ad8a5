import { hash32 } from '../../../src/worker/kernels/gaussian.ts';

/** Within +-scale, with a zero here and there; the same for the same seed. */
export function randomFloats(length: number, seed: number, scale = 1): Float32Array {
  const start = hash32(seed);
  return Float32Array.from({ length }, (_, i) => {
    const word = hash32(start + i);
    return word % 31 === 0 ? 0 : (word / 2 ** 31) * scale;
  });
}
