/** How much a property test tries: OHMBRUSH_RELIABILITY=all is for minutes, left out for seconds. The same every time. */
export function runs(few: number, all = few * 20): { numRuns: number; seed: number } {
  return { numRuns: process.env.OHMBRUSH_RELIABILITY === 'all' ? all : few, seed: 16 };
}
