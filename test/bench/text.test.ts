import { expect, test } from 'vitest';
import { benchText } from '../../src/main/hosts/cli/bench-text.ts';
import type { BenchReport } from '../../src/shared/bench.ts';

const machine: BenchReport = {
  cpu: 'Some processor',
  cores: 2,
  memoryBytes: 8e9,
  system: 'linux x64',
  node: 'v24.0.0',
  backend: 'wasm',
  backendDetail: 'WebAssembly',
  threadCount: 2,
  quick: true,
  skipped: [],
  seconds: 12,
};

const step = { ms: 20, oneThreadMs: 40, vsOnnxruntime: 0.4, oneThreadVsOnnxruntime: 0.5 };
const peer = { version: '1.30.0', ms: 50, oneThreadMs: 80, difference: 1e-6, unavailable: null };

test('names the machine', () => {
  const text = benchText(machine);
  expect(text).toContain('Some processor');
  expect(text).toContain('wasm (WebAssembly)');
});

test('puts what is promised beside what was measured', () => {
  const slow = { ...step, vsOnnxruntime: 0.6 };
  const text = benchText({ ...machine, unetStep: { exact: step, pcm: slow, 'ideal-8bit': step, onnxruntime: peer } });
  expect(text).toMatch(/UNet step on pcm, .* +0\.60x +at most 0\.50x +missed/);
  expect(text).toMatch(/UNet step on ideal-8bit, .* +0\.40x +at most 0\.50x +met/);
});

test('says why there is nothing to compare with', () => {
  const alone = { ...step, vsOnnxruntime: null, oneThreadVsOnnxruntime: null };
  const none = { version: null, ms: null, oneThreadMs: null, difference: null, unavailable: 'not installed here' };
  const text = benchText({
    ...machine,
    unetStep: { exact: alone, pcm: alone, 'ideal-8bit': alone, onnxruntime: none },
  });
  expect(text).toContain('not installed here');
  expect(text).toMatch(/UNet step on pcm, .* +- +at most 0\.50x +not measured/);
});

test('promises about two threads are not held against another number of them', () => {
  const threads = { speedup: 1.2, threads: 4, chips: [{ chip: 'pcm' as const, speedup: 1.2 }] };
  expect(benchText({ ...machine, threads })).not.toContain('missed');
});

test('names what could not be measured', () => {
  const skipped = [{ section: 'sd15Step' as const, why: 'no memory' }];
  expect(benchText({ ...machine, skipped })).toContain('sd15Step (no memory)');
});
