import { Arena } from './arena.ts';
import { compiledOperands, compiledOperators, slots } from './compiled-calls.ts';
import type { KernelPool } from './kernels.ts';
import type { Addon } from './native-addon.ts';
import { type Counts, counterNames, noCounts } from './operator.ts';
import { piecesOf } from './pieces.ts';

/** The kernels of an addon with threads of their own; see `openNative`. */
export function openAddon(
  native: Addon,
  threads: number,
  { instructionSet, soloCost }: { readonly instructionSet: string; readonly soloCost: number },
): KernelPool {
  const set = native.instructionSets.indexOf(instructionSet);
  const pool = native.open(threads);
  const addresses = new Set<number>();
  const numbers = new Float64Array(slots.numbers);
  const counted = new Float64Array(counterNames.length);
  const counts: Counts = noCounts();

  return {
    backend: 'native',
    detail: instructionSet,
    threads,
    arena: new Arena((bytes) => ({ buffer: new SharedArrayBuffer(bytes), byteOffset: 0 })),
    load(operand, weights) {
      operand.check(weights);
      const { index, pack } = compiledOperands.get(operand.name)!;
      const address = native.load(set, index, numbers, ...pack(operand.values(weights), numbers));
      addresses.add(address);
      return { shape: operand.shape(weights), address, weights: null };
    },
    unload({ address }) {
      if (addresses.delete(address)) native.unload(address);
    },
    run(operator, call) {
      operator.check(call);
      const { index, pack } = compiledOperators.get(operator.name)!;
      const arrays = pack(operator.values(call), numbers);
      const pieces = piecesOf(operator.cost(call), threads, soloCost);
      native.run(pool, set, index, pieces, counted, numbers, ...arrays);
      for (let i = 0; i < counted.length; i++) counts[counterNames[i]!] = counted[i]!;
      return counts;
    },
    async close() {
      native.close(pool);
      for (const address of addresses) native.unload(address);
      addresses.clear();
    },
  };
}
