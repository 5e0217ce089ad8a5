import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { OhmbrushError } from '../../shared/errors.ts';
import { Arena } from './arena.ts';
import type { KernelPool } from './kernels.ts';
import { operands } from './operands/index.ts';
import { type Counts, type Fields, mostNumbers, type Numbers } from './operator.ts';
import { operators } from './operators/index.ts';
import { piecesOf } from './pieces.ts';

/** What scripts/build-native.mjs writes; tests with a sanitizer name another build of it. */
const addonPath =
  process.env.OHMBRUSH_ADDON ?? fileURLToPath(new URL('../../../build/native/ohmbrush.node', import.meta.url));

/** The functions of native/addon.cpp. Instruction sets, operators and operands are named by their index. */
interface Addon {
  /** What this processor can run, the fastest first. */
  readonly instructionSets: readonly string[];
  readonly operators: readonly string[];
  readonly operands: readonly string[];
  open(threads: number): object;
  close(pool: object): void;
  load(instructionSet: number, operand: number, numbers: Float64Array, ...arrays: (Numbers | null)[]): number;
  unload(address: number): void;
  run(
    pool: object,
    instructionSet: number,
    operator: number,
    pieces: number,
    counts: Float64Array,
    numbers: Float64Array,
    ...arrays: (Numbers | null)[]
  ): void;
  peak(instructionSet: number, kind: number, rounds: number): number;
}

let addon: Addon | null | undefined;

function loadAddon(): Addon | null {
  if (addon !== undefined) return addon;
  addon = existsSync(addonPath) ? (createRequire(import.meta.url)(addonPath) as Addon) : null;
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join();
  if (addon && (addon.operators.join() !== names(operators) || addon.operands.join() !== names(operands))) {
    throw new OhmbrushError(
      'unavailable',
      'the compiled kernels are of another version than the program',
      "Run 'npm run build:native'",
    );
  }
  return addon;
}

/** The instruction sets the addon was compiled for and this processor has, the fastest first; none where it is not built. */
export function nativeInstructionSets(): readonly string[] {
  return loadAddon()?.instructionSets ?? [];
}

/** What measurePeak of native/peak.h calls it. */
const peakKinds = { int8: 0, float32: 1, popcount: 2 } as const;

/**
 * Multiply-accumulates that the fastest instruction set does in `rounds` rounds of a loop in registers, to be divided by the
 * time it took; 0 where it cannot, null where the addon is not built.
 */
export function spinNative(kind: keyof typeof peakKinds, rounds: number): number | null {
  return loadAddon()?.peak(0, peakKinds[kind], rounds) ?? null;
}

/** Cost (see Operator) below which the caller works alone: about 5 microseconds, twice what it takes to share a call out. */
const usualSoloCost = 1.2e6;

/**
 * The compiled kernels with threads of their own, or null where they are not built.
 *
 * @param threads the calling thread included
 * @param options.instructionSet one of `nativeInstructionSets`; the fastest unless a test wants another
 * @param options.soloCost cost (see Operator) below which the caller works alone
 */
export function openNative(
  threads: number,
  { instructionSet = nativeInstructionSets()[0], soloCost = usualSoloCost } = {},
): KernelPool | null {
  const native = loadAddon();
  if (!native || instructionSet === undefined) return null;
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
