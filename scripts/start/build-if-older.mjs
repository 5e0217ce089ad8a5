import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { passSignals } from './pass-signals.mjs';
import { root } from './root.mjs';
import { exitCode } from './run-child.mjs';

/**
 * One file of each part of the build, in the order in which they are written: an interrupted build lacks the last one,
 * or has an old one.
 */
const PRODUCTS = [
  'out/main/hosts/electron/index.js',
  'out/main/hosts/web/index.js',
  'out/worker/engine.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];
const SOURCES = ['electron.vite.config.ts', 'package.json', 'scripts/require-node.mjs'];

/**
 * Builds the studio if a source is newer than the build.
 *
 * @returns whether there is a build now; if not, it has said why and set the exit code
 */
export async function buildIfOlder() {
  const built = PRODUCTS.map((path) => modified(join(root, path)));
  const missing = built.includes(0);
  const newest = Math.max(...SOURCES.map((path) => modified(join(root, path))), newestBelow(join(root, 'src')));
  if (!missing && newest <= Math.min(...built)) return true;

  const builder = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  if (!existsSync(builder)) {
    // Installed without the packages for development: what was built last is all there is.
    if (!missing) return true;
    console.error('Ohmbrush is not built and the builder is not installed: run `npm ci` first.');
    process.exitCode = 1;
    return false;
  }
  console.error(missing ? 'Building the studio, once ...' : 'Building the studio: its sources have changed ...');
  const { code, signal, output } = await run(builder);
  if (code === 0) return true;
  if (!signal) console.error(`${output}\nThe studio could not be built; the reason stands above.`);
  process.exitCode = exitCode(code, signal);
  return false;
}

/** Milliseconds since 1970; 0 for what is not there. */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Times of files and folders: a folder's time changes when a file in it is removed. */
function newestBelow(folder) {
  const entries = readdirSync(folder, { recursive: true }).map((path) => modified(join(folder, path)));
  return Math.max(modified(folder), ...entries);
}

function run(builder) {
  const child = spawn(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  passSignals(child);
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, signal: null, output: error.message }));
    child.on('close', (code, signal) => resolve({ code, signal, output: Buffer.concat(output).toString('utf8') }));
  });
}
