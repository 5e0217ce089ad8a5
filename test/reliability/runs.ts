import { rounds } from './tally.ts';

/** How much a property test tries; the same every time. */
export function runs(few: number, many = few * 20): { numRuns: number; seed: number } {
  return { numRuns: rounds(few, many), seed: 16 };
}
