import { rounds } from './tally.ts';

/** Number of runs of a property test; with a fixed seed. */
export function runs(few: number, many = few * 20): { numRuns: number; seed: number } {
  return { numRuns: rounds(few, many), seed: 16 };
}
