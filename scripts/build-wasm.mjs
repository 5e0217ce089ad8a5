// Compiles native/wasm.cpp into src/worker/kernels/ohmbrush.wasm, which is committed, and writes the hash of its sources beside it.
// Needs clang with lld (wasm-ld). Run by hand after a change in native/: npm exec -- node scripts/build-wasm.mjs
// With --check it builds nothing and fails if the committed module is older than its sources.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const output = path('src/worker/kernels/ohmbrush.wasm');

const flags = [
  '--target=wasm32',
  '-std=c++17',
  '-O3',
  '-msimd128',
  '-mbulk-memory',
  '-ffreestanding',
  '-nostdlib',
  '-fno-exceptions',
  '-fno-rtti',
  '-ffp-contract=off',
  '-Wl,--no-entry',
  '-Wl,--export=__heap_base',
  '-Wl,--stack-first',
  '-Wl,-z,stack-size=65536',
  '-Wl,--strip-all',
];

/** Of everything that decides what the module computes. */
function hashOfWasmSources() {
  const sources = [
    'wasm.cpp',
    'isa.h',
    'kernel.h',
    'gather.h',
    'gaussian.h',
    'gaussian_table.h',
    'crossbar_template.h',
    'matmul_template.h',
  ];
  const hash = createHash('sha256').update(JSON.stringify(flags));
  for (const file of sources) hash.update(readFileSync(path(`native/${file}`)));
  return hash.digest('hex');
}

const hashFile = `${output}.sources`;
if (process.argv.includes('--check')) {
  if (readFileSync(hashFile, 'utf8').trim() !== hashOfWasmSources()) {
    console.error('ohmbrush.wasm is older than native/: run node scripts/build-wasm.mjs');
    process.exitCode = 1;
  }
} else {
  execFileSync('clang++', [...flags, path('native/wasm.cpp'), '-o', output], { stdio: 'inherit' });
  writeFileSync(hashFile, `${hashOfWasmSources()}\n`);
  console.log(`built ohmbrush.wasm, ${readFileSync(output).length} bytes`);
}
