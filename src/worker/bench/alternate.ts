/**
 * Milliseconds that one block of a contender should take: some steps of the built-in model. They follow each other in a
 * picture as well, while the first after another contender's finds its weights out of the cache and its threads asleep.
 */
const BLOCK_MS = 60;
/** A run this long gains nothing from a warm-up. */
const LONG_MS = 150;
/** A median of fewer says little. */
const LEAST_ROUNDS = 3;

/** Milliseconds of one run, one figure for each round. */
export type Samples<Name extends string> = Readonly<Record<Name, readonly number[]>>;

/**
 * Times contenders in turn (A, B, C, A, B, C, ...), so that a busy moment of the machine hits them alike. In each round
 * a contender runs once to warm up, since what is measured runs many times in a row when it is used, and then for a
 * block of which the mean is one sample.
 *
 * @param seconds to spend on all of it, about
 */
export async function alternate<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
  seconds: number,
): Promise<Samples<Name>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round < LEAST_ROUNDS || performance.now() < end; round++) {
    for (const name of names) samples[name].push(await block(contenders[name]));
  }
  return samples;
}

async function block(run: () => unknown): Promise<number> {
  let start = performance.now();
  await run();
  const first = performance.now() - start;
  if (first >= LONG_MS) return first;
  start = performance.now();
  for (let runs = 1; ; runs++) {
    await run();
    const elapsed = performance.now() - start;
    if (elapsed >= BLOCK_MS) return elapsed / runs;
  }
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of the rounds' ratios a / b: within a round both saw the same machine. */
export function medianRatio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((value, round) => value / b[round]!));
}
