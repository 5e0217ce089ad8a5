/**
 * Kills the whole web host with SIGKILL at random moments of a queue, again and again on one library, and holds what
 * the next start finds against what the host had reported. Prints JSON; exit code 1 if anything was lost. Not part of
 * the suite:
 *
 *   node test/queue/kill-many.ts [--host out/main/hosts/web/index.js] [--kills 20] [--jobs 30]
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { modelSummary } from '../../src/worker/models/model-summary.ts';
import { type Client, connectTo } from '../web/connect.ts';
import { enginesOf, isAlive } from './engine-processes.ts';

const { values: flags } = parseArgs({
  options: {
    host: { type: 'string', default: 'out/main/hosts/web/index.js' },
    kills: { type: 'string', default: '20' },
    jobs: { type: 'string', default: '30' },
  },
});
const kills = Number(flags.kills);
const jobs = Number(flags.jobs);

/** A host is killed after at most this many pictures and this many milliseconds, about the time of the next picture. */
const MOST_SAVES = 3;
const LONGEST_WAIT = 1500;

/** Longest time that an engine may need to notice that its host is gone, milliseconds. */
const ENGINE_PATIENCE = 20_000;

interface Host {
  readonly process: ChildProcess;
  readonly studio: Client;
}

const library = await mkdtemp(join(tmpdir(), 'ohmbrush-kill-many-'));
// The screens are not needed: a placeholder page is used, whether or not the renderer is built.
const screens = join(library, 'screens');
await mkdir(screens);
await writeFile(join(screens, 'index.html'), '<!doctype html>');
const chip = await loadChip('sram-digital');
const precision = await loadPrecision('frugal');
const { width, height } = modelSummary(join(import.meta.dirname, '../../resources/models/sticker'));
let nextSeed = 0;

/** Pictures reported to a client, with the file's hash where there was time to query it. */
const reported = new Set<number>();
const report = {
  host: flags.host,
  kills: 0,
  jobsQueued: 0,
  picturesReported: 0,
  /** At the end. A kill between a picture's commit and its report leaves one more. */
  picturesInLibrary: 0,
  /** Must be 0: reported pictures without a row, without a file, or with a file that is not what its name says. */
  reportedPicturesLost: 0,
  filesDamaged: 0,
  /** Must be 0: jobs that are neither waiting nor a picture, or that are both. */
  jobsLost: 0,
  jobsPaintedTwice: 0,
  integrity: {} as Record<string, number>,
  /** Files without a row that kills left behind, and how many were still there after the next start (must be 0). */
  orphansLeftByKills: 0,
  orphansAfterStart: 0,
  /** Must be 0. */
  enginesOutlivingTheHost: 0,
  slowestEngineEndMilliseconds: 0,
  cameBackUnpaused: 0,
};

try {
  for (;;) {
    const host = await start();
    await checkStart(host);
    if (report.kills === kills) {
      host.process.kill('SIGTERM');
      await once(host.process, 'exit');
      break;
    }
    await paintAndKill(host);
    report.kills++;
    await checkDisk();
  }
} finally {
  await rm(library, { recursive: true, force: true });
}
report.picturesReported = reported.size;
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
const bad =
  report.reportedPicturesLost +
  report.filesDamaged +
  report.jobsLost +
  report.jobsPaintedTwice +
  report.orphansAfterStart +
  report.enginesOutlivingTheHost +
  report.cameBackUnpaused;
if (bad > 0 || Object.keys(report.integrity).join() !== 'ok') process.exitCode = 1;

async function start(): Promise<Host> {
  const args = ['--library', library, '--screens', screens, '--port', '0', '--no-open'];
  const child = spawn(process.execPath, [flags.host, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let address: URL | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    address = new URL(line.slice(line.indexOf('http')));
    break;
  }
  if (!address) throw new Error('the host did not start');
  const { client } = await connectTo(address.href);
  return { process: child, studio: client };
}

/** What the new process says of the library, before it paints. */
async function checkStart({ studio }: Host): Promise<void> {
  const state = await studio.queue.state();
  const { items } = await studio.pictures.list({ filter: {}, sort: 'oldest', offset: 0, limit: 1000 });
  const hashes = new Map<number, string>();
  for (const { id } of items) hashes.set(id, (await studio.pictures.get({ id })).hash);

  if (state.waiting.length > 0 && !(state.paused && state.restored === state.waiting.length)) report.cameBackUnpaused++;
  for (const id of reported) {
    const hash = hashes.get(id);
    if (!hash || !existsSync(join(library, 'pictures', hash.slice(0, 2), `${hash}.png`))) report.reportedPicturesLost++;
  }
  report.picturesInLibrary = items.length;
  const kept = new Set(hashes.values());
  report.orphansAfterStart += (await files()).filter((file) => !kept.has(basename(file).split('.')[0]!)).length;

  const seeds = [...items.map((picture) => picture.seed!), ...state.waiting.map((job) => job.seed)];
  report.jobsLost += report.jobsQueued - new Set(seeds).size;
  report.jobsPaintedTwice += seeds.length - new Set(seeds).size;
}

async function paintAndKill({ process: child, studio }: Host): Promise<void> {
  const events = await studio.studio.events();
  const savesWanted = Math.floor(Math.random() * (MOST_SAVES + 1));
  const moment = Promise.withResolvers<void>();
  const listening = (async () => {
    let saves = 0;
    for await (const event of events) {
      if (event.type === 'saved') {
        reported.add(event.pictureId);
        saves++;
        if ((await studio.queue.state()).waiting.length === 0) moment.resolve();
      }
      const isPainting = event.type === 'progress' && event.progress.phase === 'step';
      if (saves >= savesWanted && isPainting) moment.resolve();
    }
  })().catch(() => {});
  const { waiting } = await studio.queue.state();
  if (waiting.length === 0) {
    const drafts = Array.from({ length: jobs }, draft);
    await studio.queue.add({ drafts, first: false, sweep: null });
    report.jobsQueued += jobs;
  }
  await studio.queue.resume();
  await moment.promise;
  await sleep(Math.random() * LONGEST_WAIT);
  const engines = enginesOf(child.pid!);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await listening;
  const killed = performance.now();
  while (engines.some(isAlive) && performance.now() < killed + ENGINE_PATIENCE) await sleep(20);
  report.enginesOutlivingTheHost += engines.filter(isAlive).length;
  report.slowestEngineEndMilliseconds = Math.max(
    report.slowestEngineEndMilliseconds,
    Math.round(performance.now() - killed),
  );
}

/** What a kill left on the disk, looked at in a copy: the next start must find it untouched. */
async function checkDisk(): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'ohmbrush-kill-many-copy-'));
  for (const file of ['library.db', 'library.db-wal']) {
    if (existsSync(join(library, file))) await copyFile(join(library, file), join(copy, file));
  }
  const db = new Database(join(copy, 'library.db'));
  const verdict = db.pragma('integrity_check', { simple: true }) as string;
  const rows = new Set(db.prepare('SELECT hash FROM pictures').pluck().all());
  db.close();
  await rm(copy, { recursive: true });
  report.integrity[verdict] = (report.integrity[verdict] ?? 0) + 1;
  for (const file of await files()) {
    const hash = basename(file).split('.')[0]!;
    if (!rows.has(hash)) report.orphansLeftByKills++;
    else if (
      file.endsWith('.png') &&
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex') !== hash
    ) {
      report.filesDamaged++;
    }
  }
}

/** Every file of pictures and thumbnails, finished or not. */
async function files(): Promise<string[]> {
  const found = await Promise.all(
    ['pictures', 'thumbnails'].map(async (kind) => {
      const folder = join(library, kind);
      if (!existsSync(folder)) return [];
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return found.flat();
}

function draft(): JobDraft {
  return {
    ...DEFAULTS,
    model: { id: 'sticker' },
    prompt: 'red apple, 3d style',
    seed: nextSeed++,
    width,
    height,
    steps: 4,
    guidance: 2.5,
    sampler: 'euler',
    chip,
    precision,
  };
}
