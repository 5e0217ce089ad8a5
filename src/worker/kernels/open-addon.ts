import { Arena } from './arena.ts';
import type { KernelPool } from './kernels.ts';
import type { Addon } from './native-addon.ts';
import { operands } from './operands/index.ts';
import { type Counts, type Fields, mostNumbers } from './operator.ts';
import { operators } from './operators/index.ts';
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
  const numbers = new Float64Array(mostNumbers);
  const counted = new Float64Array(4);
  const counts: Counts = { conversions: 0, clipped: 0, conduction: 0, nonFinite: 0 };
  const indexOf = new Map(operators.map(({ name }, index) => [name, index]));

  function lay(fields: Fields): void {
    for (let i = 0; i < fields.numbers.length; i++) numbers[i] = fields.numbers[i]!;
  }

  return {
    backend: 'native',
    detail: instructionSet,
    threads,
    arena: new Arena((bytes) => ({ buffer: new SharedArrayBuffer(bytes), byteOffset: 0 })),
    load(operand, weights) {
      operand.check(weights);
      const fields = operand.fields(weights);
      lay(fields);
      const index = operands.findIndex(({ name }) => name === operand.name);
      const address = native.load(set, index, numbers, ...fields.inputs);
      addresses.add(address);
      return { shape: operand.shape(weights), address, weights: null };
    },
    unload({ address }) {
      if (addresses.delete(address)) native.unload(address);
    },
    run(operator, call) {
      operator.check(call);
      const fields = operator.fields(call);
      lay(fields);
      const pieces = piecesOf(operator.cost(call), threads, soloCost);
      const index = indexOf.get(operator.name)!;
      native.run(pool, set, index, pieces, counted, numbers, ...fields.inputs, ...fields.outputs);
      counts.conversions = counted[0]!;
      counts.clipped = counted[1]!;
      counts.conduction = counted[2]!;
      counts.nonFinite = counted[3]!;
      return counts;
    },
    async close() {
      native.close(pool);
      for (const address of addresses) native.unload(address);
      addresses.clear();
    },
  };
}
