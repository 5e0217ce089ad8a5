// Compiles native/wasm.cpp into src/worker/kernels/ohmbrush.wasm and ohmbrush-relaxed.wasm, which are committed, and
// writes the hashes of their sources and of themselves beside them: a module of another hash is not run. Needs clang
// with lld (wasm-ld). Run by hand after a change in native/: npm exec -- node scripts/build-wasm.mjs. With --check it
// fails if the committed modules are older than their sources, or, where the compiler that built them is present,
// differ from what it builds now.
import './require-node.mjs';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const outputFolder = join(root, 'src/worker/kernels');
const stampFile = join(outputFolder, 'ohmbrush.wasm.sources');
const pageBytes = 65536;

const flags = [
  '--target=wasm32',
  '-std=c++20',
  '-O3',
  '-msimd128',
  '-mbulk-memory',
  '-matomics',
  '-mmutable-globals',
  '-ffreestanding',
  '-nostdlib',
  '-fno-exceptions',
  '-fno-rtti',
  '-ffp-contract=off',
  '-Wl,--no-entry',
  '-Wl,--import-memory',
  '-Wl,--shared-memory',
  // wasm-module.ts makes the memory with the same figures.
  `-Wl,--initial-memory=${32 * pageBytes}`,
  `-Wl,--max-memory=${65536 * pageBytes}`,
  '-Wl,--export=__heap_base',
  '-Wl,--export=__stack_pointer',
  '-Wl,--stack-first',
  '-Wl,-z,stack-size=65536',
  '-Wl,--strip-all',
];
const builds = { 'ohmbrush.wasm': [], 'ohmbrush-relaxed.wasm': ['-mrelaxed-simd'] };

/** Of everything that decides what the modules compute: the flags and every source but the native backend's own. */
function hashOfSources() {
  const hash = createHash('sha256').update(JSON.stringify([flags, builds]));
  for (const file of readdirSync(join(root, 'native'), { recursive: true }).sort()) {
    const nativeOnly = /^(addon|isa_.*|thread_pool)\.|^isa\/(?!simd128)/.test(file);
    if (/\.(cpp|h)$/.test(file) && !nativeOnly) hash.update(file).update(readFileSync(join(root, 'native', file)));
  }
  return hash.digest('hex');
}

function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Relaxed instructions got their final codes after clang 14, the one that Debian 12 calls clang++. */
function findCompiler() {
  for (const command of ['clang++-19', 'clang++']) {
    try {
      const version = execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return { command, version: version.split('\n')[0] };
    } catch {
      // Not on this machine: try the next.
    }
  }
  return null;
}

function build(compiler, file, folder) {
  const output = join(folder, file);
  // Relative paths: an absolute one would be another build.
  execFileSync(compiler.command, [...flags, ...builds[file], 'native/wasm.cpp', '-o', output], {
    cwd: root,
    stdio: 'inherit',
  });
  return readFileSync(output);
}

function check() {
  const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
  if (stamp.sources !== hashOfSources()) return 'the committed modules are older than native/';
  const altered = Object.keys(builds).filter(
    (file) => hashOf(readFileSync(join(outputFolder, file))) !== stamp.modules[file],
  );
  if (altered.length > 0) return `${altered.join(' and ')} is not what was built last`;
  const compiler = findCompiler();
  if (compiler?.version !== stamp.compiler) return null;
  const folder = mkdtempSync(join(tmpdir(), 'ohmbrush-wasm-'));
  try {
    const changed = Object.keys(builds).filter(
      (file) => !build(compiler, file, folder).equals(readFileSync(join(outputFolder, file))),
    );
    return changed.length > 0 ? `${changed.join(' and ')} is not what ${stamp.compiler} builds from native/` : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv.includes('--check')) {
  const problem = check();
  if (problem) {
    console.error(`${problem}: run node scripts/build-wasm.mjs`);
    process.exitCode = 1;
  }
} else {
  const compiler = findCompiler();
  if (!compiler) throw new Error('no clang++: install clang-19 and lld-19');
  const modules = {};
  for (const file of Object.keys(builds)) {
    const bytes = build(compiler, file, outputFolder);
    modules[file] = hashOf(bytes);
    console.log(`built ${file}, ${bytes.length} bytes`);
  }
  const stamp = { sources: hashOfSources(), compiler: compiler.version, modules };
  writeFileSync(stampFile, `${JSON.stringify(stamp, null, 2)}\n`);
}
