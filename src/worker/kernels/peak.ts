import { spinNative } from './native.ts';

/** Seconds that one measurement should take. */
const enough = 0.05;

/**
 * What one core does at most: multiply-accumulates a second of a loop that stays in registers, in the native kernels'
 * fastest instruction set. Null where there is no native backend or no such instruction. Takes about a tenth of a
 * second.
 */
export function measurePeak(kind: 'int8' | 'float32' | 'popcount'): number | null {
  for (let rounds = 1 << 16; ; rounds *= 2) {
    const start = performance.now();
    const done = spinNative(kind, rounds);
    const seconds = (performance.now() - start) / 1000;
    if (!done) return null;
    if (seconds >= enough || rounds >= 1 << 30) return done / seconds;
  }
}
