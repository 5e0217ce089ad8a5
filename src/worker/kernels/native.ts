import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { converterOf } from './converter.ts';
import type { Gather, Kernels } from './kernels.ts';

/** What scripts/build-native.mjs writes. */
const addonPath = fileURLToPath(new URL('../../../build/native/ohmbrush.node', import.meta.url));

type Field = number | ArrayBufferView | null;

/** The functions of native/addon.cpp. */
interface Addon {
  /** What this processor can run, the fastest first; elsewhere named by index. */
  readonly instructionSets: readonly string[];
  load(
    key: number,
    instructionSet: number,
    rows: number,
    columns: number,
    tileRows: number,
    wide: number,
    slices: readonly (Int8Array | Int16Array)[],
  ): void;
  unload(key: number): void;
  crossbar(key: number, from: number, to: number, counts: Float64Array, ...call: Field[]): void;
  matmul(instructionSet: number, from: number, to: number, ...call: Field[]): void;
}

let addon: Addon | null | undefined;

function loadAddon(): Addon | null {
  addon ??= existsSync(addonPath) ? (createRequire(import.meta.url)(addonPath) as Addon) : null;
  return addon;
}

/** The instruction sets the addon was compiled for and this processor has, the fastest first; none where it is not built. */
export function nativeInstructionSets(): readonly string[] {
  return loadAddon()?.instructionSets ?? [];
}

/**
 * The compiled kernels, or null where they are not built. Crossbars are shared by all threads of the process.
 *
 * @param instructionSet one of `nativeInstructionSets`; the fastest unless a test wants another
 */
export function nativeKernels(instructionSet = nativeInstructionSets()[0]): Kernels | null {
  const native = loadAddon();
  if (!native || instructionSet === undefined) return null;
  const set = native.instructionSets.indexOf(instructionSet);
  const counted = new Float64Array(2);
  return {
    id: 'native',
    detail: instructionSet,
    load(key, { rows, columns, tileRows, slices }) {
      native.load(key, set, rows, columns, tileRows, Number(slices[0] instanceof Int16Array), slices);
    },
    unload: (key) => native.unload(key),
    crossbar(key, call, from, to, counts) {
      const { lossless, inverseLsb, low, high } = converterOf(call);
      counted.fill(0);
      native.crossbar(
        key,
        from,
        to,
        counted,
        call.input,
        ...gatherFields(call.gather),
        call.inputSlices,
        call.sliceBits,
        Number(lossless),
        inverseLsb,
        low,
        high,
        call.sliceWeight,
        call.offset,
        (call.noise?.key ?? 0) | 0,
        call.noise?.sigma ?? null,
        call.rowScale,
        call.columnScale,
        call.bias,
        call.output,
        call.outputStride,
      );
      counts.conversions += counted[0]!;
      counts.clipped += counted[1]!;
    },
    matmul(call, from, to) {
      const { a, gather, b, k, n, bias, c, cStride } = call;
      native.matmul(set, from, to, a, ...gatherFields(gather), b, k, n, bias, c, cStride);
    },
  };
}

function gatherFields({ rowStart, tapStart, tapLength }: Gather) {
  return [rowStart, tapStart, tapLength] as const;
}
