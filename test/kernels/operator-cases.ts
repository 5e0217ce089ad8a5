import type fc from 'fast-check';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import type { Operator } from '../../src/worker/kernels/operator.ts';

/** One call with outputs of its own, its operands loaded into a pool. */
export interface Made<Call> {
  readonly call: Call;
  readonly outputs: readonly (Float32Array | Float64Array | Int8Array)[];
}

/** Random calls of an operator, small enough for many runs, odd enough to find an edge. */
export interface OperatorCases {
  readonly name: string;
  readonly runs: number;
  readonly arbitrary: fc.Arbitrary<(pool: KernelPool) => Ran>;
}

/** What a call gave, in a form whose equality means the same bits. */
export interface Ran {
  readonly bits: readonly (Int32Array | Int8Array)[];
  readonly counts: object;
}

/** @param arbitrary makes the same call for any pool, the outputs filled with rubbish or not */
export function casesOf<Call>(
  operator: Operator<Call>,
  arbitrary: fc.Arbitrary<(pool: KernelPool) => Made<Call>>,
  runs = 100,
): OperatorCases {
  return {
    name: operator.name,
    runs,
    arbitrary: arbitrary.map((make) => (pool) => {
      const loaded: Parameters<KernelPool['unload']>[0][] = [];
      const { call, outputs } = make({
        ...pool,
        load(operand, weights) {
          const one = pool.load(operand, weights);
          loaded.push(one);
          return one;
        },
      });
      // An operator writes all of its results, whatever was there.
      for (const output of outputs) output.fill(77);
      const counts = { ...pool.run(operator, call) };
      for (const one of loaded) pool.unload(one);
      return { bits: outputs.map(bitsOf), counts };
    }),
  };
}

function bitsOf(array: Made<unknown>['outputs'][number]): Int32Array | Int8Array {
  if (array instanceof Int8Array) return array.slice();
  const copy = array.slice();
  return new Int32Array(copy.buffer);
}
