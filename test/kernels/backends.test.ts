import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import { nativeInstructionSets, openNative } from '../../src/worker/kernels/native.ts';
import { operators } from '../../src/worker/kernels/operators/index.ts';
import { availableBackends } from '../../src/worker/kernels/pool.ts';
import { openReference } from '../../src/worker/kernels/reference.ts';
import { openWasm } from '../../src/worker/kernels/wasm.ts';
import { plainBuild } from '../../src/worker/kernels/wasm-module.ts';
import { operatorCases } from './operators/index.ts';

const reference = openReference();
/** A team of three shares out even the smallest call. */
const asTeam = { soloCost: 0 };
const backends: [name: string, pool: KernelPool][] = [
  ...nativeInstructionSets().map((instructionSet): [string, KernelPool] => [
    instructionSet,
    openNative(1, { instructionSet })!,
  ]),
  ...nativeInstructionSets().map((instructionSet): [string, KernelPool] => [
    `${instructionSet}, 3 threads`,
    openNative(3, { instructionSet, ...asTeam })!,
  ]),
  ['WebAssembly', openWasm(1)!],
  ['WebAssembly, 3 threads', openWasm(3, asTeam)!],
  ['WebAssembly without relaxed instructions', openWasm(1, { build: plainBuild() })!],
];

afterAll(() => Promise.all(backends.map(([, pool]) => pool.close())));

test('a machine with a compiler has the native backend, every machine the others', () => {
  const compiler = ['clang++', 'g++'].find((command) => {
    try {
      return execFileSync(command, ['--version']);
    } catch {
      return false;
    }
  });
  if (compiler) expect(availableBackends()).toContain('native');
  expect(availableBackends()).toEqual(expect.arrayContaining(['wasm', 'reference']));
});

test('the committed WebAssembly modules were built from the sources beside them', () => {
  execFileSync(process.execPath, ['scripts/build-wasm.mjs', '--check']);
});

test('every operator is compared', () => {
  expect(operatorCases.map(({ name }) => name).sort()).toEqual(operators.map(({ name }) => name).sort());
});

describe.each(backends)('%s gives the bits and counts of the reference:', (_, pool) => {
  test.each(operatorCases)('$name', ({ arbitrary, runs }) => {
    fc.assert(
      fc.property(arbitrary, (make) => {
        expect(make(pool)).toEqual(make(reference));
      }),
      { numRuns: runs },
    );
  });
});
