import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availableBackends } from '../../src/worker/kernels/backends.ts';
import type { CrossbarCounts, Kernels } from '../../src/worker/kernels/kernels.ts';
import { nativeInstructionSets, nativeKernels } from '../../src/worker/kernels/native.ts';
import { referenceKernels } from '../../src/worker/kernels/reference.ts';
import { wasmKernels } from '../../src/worker/kernels/wasm.ts';
import { bitsOf, type CrossbarCase, crossbarCases, matmulCases, roundingCases, withOutput } from './cases.ts';

const reference = referenceKernels();
const others: Kernels[] = [...nativeInstructionSets().map((set) => nativeKernels(set)!), wasmKernels()];

test('a machine with a compiler has the native backend', () => {
  const compiler = ['clang++', 'g++'].find((command) => {
    try {
      return execFileSync(command, ['--version']);
    } catch {
      return false;
    }
  });
  if (compiler) expect(availableBackends()).toContain('native');
  expect(availableBackends()).toContain('reference');
});

test('the committed WebAssembly module was built from the sources beside it', () => {
  execFileSync(process.execPath, ['scripts/build-wasm.mjs', '--check']);
});

function runCrossbar(kernels: Kernels, { crossbar, call, rows }: CrossbarCase, cut = rows) {
  const counts: CrossbarCounts = { conversions: 0, clipped: 0 };
  const own = withOutput(call);
  kernels.load(1, crossbar);
  for (let from = 0; from < rows; from += cut) kernels.crossbar(1, own, from, Math.min(from + cut, rows), counts);
  kernels.unload(1);
  return { output: bitsOf(own.output), counts };
}

describe.each(others)('$id: $detail', (kernels) => {
  test('a crossbar gives the bits and counts of the reference, however the rows are cut', () => {
    fc.assert(
      fc.property(crossbarCases, fc.integer({ min: 1, max: 13 }), (given, cut) => {
        expect(runCrossbar(kernels, given, cut)).toEqual(runCrossbar(reference, given));
      }),
      { numRuns: 150 },
    );
  });

  test('sums that float32 cannot hold are rounded at each conversion', () => {
    fc.assert(
      fc.property(roundingCases, (given) => {
        expect(runCrossbar(kernels, given)).toEqual(runCrossbar(reference, given));
      }),
      { numRuns: 30 },
    );
  });

  test('a float32 product gives the bits of the reference', () => {
    fc.assert(
      fc.property(matmulCases, fc.integer({ min: 1, max: 40 }), ({ call, rows }, cut) => {
        const results = [reference, kernels].map((each) => {
          const c = new Float32Array(call.c.length);
          for (let from = 0; from < rows; from += cut) each.matmul({ ...call, c }, from, Math.min(from + cut, rows));
          return bitsOf(c);
        });
        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 150 },
    );
  });
});
