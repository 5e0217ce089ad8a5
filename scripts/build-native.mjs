// Compiles native/ into build/native/ohmbrush.node with clang++ or g++: no node-gyp, no Node headers, no download.
//
// npm runs it after an installation, where it never fails: without a compiler Ohmbrush uses its other kernels. By hand
// (npm run build:native) it shows the compiler's errors and fails. OHMBRUSH_CXX names another compiler. With --sanitize
// it writes build/native-sanitized/, which stops at the first access out of bounds and at undefined behaviour
// (test/kernels/sanitizers.test.ts).
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sourceFolder = join(root, 'native');
const sanitize = process.argv.includes('--sanitize');
const outputFolder = join(root, 'build', sanitize ? 'native-sanitized' : 'native');
const addon = join(outputFolder, 'ohmbrush.node');
const stampFile = join(outputFolder, 'ohmbrush.stamp');
const run = promisify(execFile);

// No contraction: a fused multiply-add would round once where the definition rounds twice.
// Not optimised: the templates of one instruction set took GCC 80 seconds at -O1, 13 without.
const sanitizers = ['-O0', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const commonFlags = [
  '-std=c++20',
  ...(sanitize ? sanitizers : ['-O3']),
  '-fPIC',
  '-fvisibility=hidden',
  '-ffp-contract=off',
  '-fno-math-errno',
];
const x64Units = {
  'isa_avx512vnni.cpp': ['-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mavx512vnni', '-mfma', '-mpopcnt'],
  'isa_avxvnni.cpp': ['-mavx2', '-mfma', '-mavxvnni', '-mpopcnt'],
  'isa_avx2.cpp': ['-mavx2', '-mfma', '-mpopcnt'],
};
const arm64Units = {
  'isa_neon.cpp': [],
  'isa_neon_i8mm.cpp': ['-march=armv8.2-a+dotprod+i8mm'],
};
const units = { 'addon.cpp': [], 'isa_portable.cpp': [], ...{ x64: x64Units, arm64: arm64Units }[process.arch] };
const linkFlags = {
  // Threads come and go, and the crossbars they share must outlive each of them.
  linux: ['-shared', '-pthread', '-Wl,-z,nodelete', ...(sanitize ? ['-fsanitize=address,undefined'] : [])],
  darwin: ['-bundle', '-undefined', 'dynamic_lookup'],
}[process.platform];

try {
  console.log(`ohmbrush: ${await build()}`);
} catch (error) {
  const installing = process.env.npm_lifecycle_event === 'postinstall';
  const why = String(error.stderr || error.message).trim();
  console.log(`ohmbrush: native kernels not built, slower ones will be used: ${installing ? why.split('\n')[0] : why}`);
  process.exitCode = installing ? 0 : 1;
}

async function build() {
  if (!linkFlags) throw new Error(`there is no native build for ${process.platform} yet`);
  const compiler = findCompiler();
  const headers = await import('node-api-headers').then((module) => module.default.include_dir);
  const stamp = stampOf(compiler);
  if (existsSync(addon) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return `native kernels are up to date (${compiler.version})`;
  }
  mkdirSync(outputFolder, { recursive: true });
  // Beside the old one until it is whole: another process may be using that.
  const work = mkdtempSync(join(outputFolder, 'work-'));
  try {
    const objects = await Promise.all(
      Object.entries(units).map(async ([unit, flags]) => {
        const object = join(work, unit.replace('.cpp', '.o'));
        const include = unit === 'addon.cpp' ? ['-I', headers] : [];
        await run(compiler.command, [
          ...commonFlags,
          ...flags,
          ...include,
          '-c',
          join(sourceFolder, unit),
          '-o',
          object,
        ]);
        return object;
      }),
    );
    await run(compiler.command, [...linkFlags, ...objects, '-o', join(work, 'ohmbrush.node')]);
    renameSync(join(work, 'ohmbrush.node'), addon);
  } finally {
    rmSync(work, { recursive: true });
  }
  writeFileSync(stampFile, stamp);
  return `built the native kernels with ${compiler.version}`;
}

function findCompiler() {
  const chosen = process.env.OHMBRUSH_CXX;
  for (const command of chosen ? [chosen] : ['clang++', 'g++', 'c++']) {
    try {
      const version = execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return { command, version: version.split('\n')[0] };
    } catch {
      // Not on this machine: try the next.
    }
  }
  throw new Error(
    chosen ? `OHMBRUSH_CXX names ${chosen}, which does not run` : 'no C++ compiler found (clang++ or g++)',
  );
}

/** Changes when anything that goes into the addon does. */
function stampOf(compiler) {
  const hash = createHash('sha256').update(JSON.stringify([compiler, commonFlags, units, linkFlags]));
  for (const file of readdirSync(sourceFolder, { recursive: true }).sort()) {
    if (/\.(cpp|h)$/.test(file)) hash.update(file).update(readFileSync(join(sourceFolder, file)));
  }
  return hash.digest('hex');
}
