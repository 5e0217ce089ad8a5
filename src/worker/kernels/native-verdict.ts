import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { cacheFolder, readCacheFile, writeCacheFile } from '../files/cache-file.ts';
import { addonPath } from './native-addon.ts';
import { tryAddon } from './try-addon.ts';

const TRIAL = fileURLToPath(new URL('./native-trial.ts', import.meta.url));

/** What a trial gets, milliseconds: it takes a quarter of a second. */
const PATIENCE = 20_000;

/** Ten times what it has with all debugging information. */
const MOST_BYTES = 2 ** 28;

/**
 * What is known of the addon, for the threads of this process: 'off', or the hash of a file that was tried and, where
 * it cannot be used, why. Main sets 'off' for an engine whose predecessor crashed.
 */
const VERDICT = 'OHMBRUSH_NATIVE';

/** Of a trial that went well: a file in the cache folder, which main names in the environment. */
const REMEMBERED = 'native-kernels';

/**
 * Why the addon is not to be loaded; null where it works here, '' where it is not built or was switched off. The first
 * time in a process it is tried, and what is wrong with it is said on stderr.
 *
 * A damaged file would take the process along (SIGBUS), so that the trial is a process of its own. Electron lets its
 * utility process start none: the engine tries it in itself there, and main starts the next one without it
 * (main/engine/engine-client.ts).
 */
export function whyNoAddon(): string | null {
  if (process.env[VERDICT] === 'off') return '';
  const file = readAddon();
  if (file === null) return '';
  const { hash } = file;
  const known = process.env[VERDICT] ?? '';
  if (known.startsWith(hash)) return known.slice(hash.length + 1) || null;
  const why = file.why ?? (isRemembered(hash) ? null : tried());
  process.env[VERDICT] = why === null ? hash : `${hash} ${why}`;
  if (why === null) remember(hash);
  else sayUnusable(why);
  return why;
}

export function sayUnusable(why: string): void {
  console.error(
    `Ohmbrush paints without its native kernels, more slowly: ${addonPath} cannot be used ` +
      `(${why.replace(`${addonPath}: `, '')}). Run 'npm run build:native' to build it anew.`,
  );
}

/** SHA-256 of the file, or why it has none; null where there is no file. */
function readAddon(): { readonly hash: string; readonly why: string | null } | null {
  try {
    const found = statSync(addonPath, { throwIfNoEntry: false });
    if (!found) return null;
    if (!found.isFile() || found.size > MOST_BYTES) return { hash: 'none', why: 'it is no library' };
    return { hash: createHash('sha256').update(readFileSync(addonPath)).digest('hex'), why: null };
  } catch (error) {
    return { hash: 'none', why: (error as Error).message };
  }
}

function tried(): string | null {
  if (process.versions.electron !== undefined) return tryAddon();
  const { stdout, signal, error, status } = spawnSync(process.execPath, [TRIAL], {
    // Its stderr may be pages of a linker or a sanitizer.
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  });
  if (error) return `it could not be tried (${error.message})`;
  if (signal) return `it crashes (${signal})`;
  const last = stdout.trimEnd().split('\n').at(-1);
  if (status !== 0 || !last) return `it ended the process that tried it (exit code ${status})`;
  return last === 'ok' ? null : last;
}

/** What a good trial of this file is good for: the same file, Node, machine. */
function circumstances(hash: string): string {
  return JSON.stringify([hash, process.version, process.platform, process.arch, cpus()[0]?.model]);
}

function isRemembered(hash: string): boolean {
  const folder = cacheFolder();
  return folder !== null && readCacheFile(folder, REMEMBERED) === circumstances(hash);
}

/** A folder that cannot be written costs the next start a trial, no more. */
function remember(hash: string): void {
  const folder = cacheFolder();
  if (folder !== null && !isRemembered(hash)) writeCacheFile(folder, REMEMBERED, circumstances(hash));
}
