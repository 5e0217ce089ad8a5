import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enginesOf, isAlive } from './engine-processes.ts';
import { remove, startQueue, startTestEngine } from './start-queue.ts';

const JOBS = 12;
const SCRIPT = fileURLToPath(new URL('./paint-until-killed.ts', import.meta.url));

let folder: string;
const engine = startTestEngine();
/** Pictures reported as saved, by job. */
const reported = new Map<number, number>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ohmbrush-crash-'));
});
afterAll(async () => {
  await engine.close();
  await remove(folder);
});

/**
 * @param saves pictures that are saved before the kill; Infinity: it runs to its end
 * @returns how many were saved
 */
async function paintUntilKilled(saves: number, thenMilliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [SCRIPT, folder, String(JOBS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let engines: number[] = [];
  let saved = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { jobId, pictureId } = JSON.parse(line);
    reported.set(jobId, pictureId);
    if (++saved !== saves) continue;
    engines = enginesOf(child.pid!);
    expect(engines).toHaveLength(1);
    setTimeout(() => {
      child.kill('SIGKILL');
    }, thenMilliseconds);
  }
  await ended;
  await expect.poll(() => engines.filter(isAlive)).toEqual([]);
  return saved;
}

async function filesOf(kind: 'pictures' | 'thumbnails'): Promise<string[]> {
  return (await readdir(join(folder, kind), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

/** Opens what a killed process left behind and compares it with what that process had reported. */
async function checkWhatIsLeft(): Promise<number> {
  const { library, queue, close } = await startQueue(engine, { folder });
  try {
    const { db, pictures } = library;
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(library.reconciled.missing).toEqual([]);

    const all = pictures.list({ filter: {}, sort: 'oldest', offset: 0, limit: 1000 }).items;
    const ids = new Set(all.map((picture) => picture.id));
    expect([...reported.values()].filter((id) => !ids.has(id))).toEqual([]);
    for (const id of ids) expect(await pictures.pixels(id)).toMatchObject({ width: 32, height: 32 });
    expect((await filesOf('pictures')).sort()).toEqual([...ids].map((id) => `${pictures.get({ id }).hash}.png`).sort());
    expect(await filesOf('thumbnails')).toHaveLength(ids.size);

    // Every job without a picture waits: none is lost, none is duplicated.
    const { paused, restored, waiting, stopped } = queue.state();
    expect(stopped).toEqual([]);
    expect(new Set(waiting.map((job) => job.state))).toEqual(new Set(waiting.length > 0 ? ['queued'] : []));
    expect([restored, paused]).toEqual([waiting.length, waiting.length > 0]);
    const seeds = [...all.map((picture) => picture.seed!), ...waiting.map((job) => job.seed)];
    expect(seeds.sort((a, b) => a - b)).toEqual([...Array(JOBS).keys()]);
    return restored;
  } finally {
    await close();
  }
}

test('a queue that is killed at any moment loses nothing that it had reported, and comes back paused', async () => {
  let left = JOBS;
  for (const saves of [1, 3]) {
    const moment = Math.random() * 80;
    const saved = await paintUntilKilled(saves, moment);
    const restored = await checkWhatIsLeft();
    expect(restored, `killed ${moment} ms after save ${saves}`).toBeLessThanOrEqual(left - saved);
    left = restored;
  }
  await paintUntilKilled(Number.POSITIVE_INFINITY, 0);
  expect(await checkWhatIsLeft()).toBe(0);
});
