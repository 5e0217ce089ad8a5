import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { passSignals } from './pass-signals.mjs';
import { root } from './root.mjs';
import { exitCode } from './run-child.mjs';

const folder = join(root, 'node_modules/electron');
/** Remembers that the download failed, so that not every start waits for it. */
const failure = join(root, 'node_modules/.cache/ohmbrush/electron-failed.json');
const RETRY_AFTER_MS = 24 * 3600 * 1000;
/** About 110 MB. Without a network the attempt fails within ten seconds. */
const DOWNLOAD_LIMIT_MS = 120_000;

/**
 * Electron's program, downloaded if need be: its package brings none.
 *
 * @returns {Promise<{ program?: string, whyNot?: string, stopped?: true }>} `stopped`: by a signal, while it was
 *   downloaded
 */
export async function findElectron() {
  const whyNot = cannotRun();
  if (whyNot) return { whyNot };
  const program = installed();
  if (program) return { program };

  const version = readVersion();
  if (version === null) return { whyNot: 'it is not installed' };
  const last = readFailure();
  if (last?.version === version && Math.abs(Date.now() - last.at) < RETRY_AFTER_MS) {
    return { whyNot: `its download failed (${last.why}) and is tried again a day later` };
  }
  console.error(`Downloading Electron ${version} (about 110 MB, once) ...`);
  const { why, signal } = await download();
  if (signal) {
    process.exitCode = exitCode(null, signal);
    return { stopped: true };
  }
  const downloaded = installed();
  if (downloaded) return { program: downloaded };
  rememberFailure({ version, at: Date.now(), why });
  return { whyNot: `it cannot be downloaded (${why})` };
}

function cannotRun() {
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  // --no-sandbox would start it, but a page that escapes the renderer would then control the whole machine.
  if (process.getuid() === 0) return 'it does not run for root';
  return null;
}

/** As the package's own index.js finds it, which would start a download of its own. */
function installed() {
  const { ELECTRON_OVERRIDE_DIST_PATH: other } = process.env;
  // An installation that was stopped may have left it empty.
  const name = existsSync(join(folder, 'path.txt')) ? readFileSync(join(folder, 'path.txt'), 'utf8').trim() : '';
  const program = other ? join(other, name || 'electron') : name && join(folder, 'dist', name);
  return program && existsSync(program) ? program : null;
}

function readVersion() {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

function readFailure() {
  try {
    return JSON.parse(readFileSync(failure, 'utf8'));
  } catch {
    return null;
  }
}

/** Where it cannot be written the next start tries the download again. */
function rememberFailure(what) {
  try {
    mkdirSync(dirname(failure), { recursive: true });
    writeFileSync(failure, JSON.stringify(what));
  } catch {
    // A folder that somebody else installed, or a full disk.
  }
}

/** `why`: what the installer said, in a few words; `signal`: which one ended us. */
function download() {
  const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
  passSignals(child);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    child.kill();
  }, DOWNLOAD_LIMIT_MS);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ why: error.message, signal: null }));
    child.on('close', (_, signal) => {
      clearTimeout(limit);
      if (late) resolve({ why: 'it takes too long', signal: null });
      else resolve({ why: /^\w*Error: (.*)$/m.exec(errors)?.[1] ?? 'no reason given', signal });
    });
  });
}
