import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Numbers } from './call-fields.ts';
import { hasOurCalls } from './compiled-calls.ts';

/** What scripts/build-native.mjs writes; tests name another build of it. */
export const addonPath =
  process.env.OHMBRUSH_ADDON ?? fileURLToPath(new URL('../../../build/native/ohmbrush.node', import.meta.url));

/** The functions of native/addon.cpp. Instruction sets, operators and operands are given by their index. */
export interface Addon {
  /** What this processor can run, the fastest first. */
  readonly instructionSets: readonly string[];
  /** Signatures (call-fields.ts). */
  readonly operators: readonly string[];
  readonly operands: readonly string[];
  readonly counters: readonly string[];
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

/**
 * Loads the addon, which ends the process where the file is damaged: see native-trial.ts.
 *
 * @throws Error that says why it cannot be used
 */
export function requireAddon(): Addon {
  const addon = createRequire(import.meta.url)(addonPath) as Partial<Addon> | null;
  if (!isList(addon?.instructionSets) || !isList(addon.operators) || !isList(addon.operands)) {
    throw new TypeError('it is no module of kernels');
  }
  const { operators, operands, counters } = addon;
  if (!isList(counters) || !hasOurCalls({ operators, operands, counters })) {
    throw new TypeError('it was built for another version of Ohmbrush');
  }
  return addon as Addon;
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0;
}
