import { existsSync } from 'node:fs';
import { cp, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Library } from '../../src/main/library/open-library.ts';
import { createMaintenance, type Maintenance } from '../../src/main/maintenance/maintenance.ts';
import { openReopenableLibrary } from '../../src/main/maintenance/reopenable-library.ts';
import type { StudioEvent } from '../../src/shared/contract/events.ts';
import { temporaryFolder } from '../library/folder.ts';
import { painted } from '../library/painted.ts';

interface Opened {
  readonly maintenance: Maintenance;
  readonly library: () => Library;
  readonly events: StudioEvent[];
  close(): Promise<void>;
}

async function openMaintenance(folder: string, now: () => number = Date.now): Promise<Opened> {
  const events: StudioEvent[] = [];
  const reopenable = await openReopenableLibrary({ folder, now }, (library) => ({
    library,
    close: () => library.close(),
  }));
  onTestFinished(() => reopenable.close());
  const maintenance = createMaintenance({
    folder,
    reopenable: () => reopenable,
    publish: (event) => events.push(event),
    now,
  });
  return { maintenance, library: () => reopenable.opened().library, events, close: () => reopenable.close() };
}

/** A library with pictures of these seeds, marked, and closed. */
async function madeLibrary(seeds: readonly number[]): Promise<string> {
  const folder = await temporaryFolder();
  const { library, close } = await openMaintenance(folder);
  for (const seed of seeds) await library().save({ result: painted({ seed }), sweepId: null });
  const [first] = library().pictures.list(ALL).items;
  library().pictures.star({ ids: [first!.id], star: true });
  library().pictures.tag({ ids: [first!.id], add: ['dear'], remove: [] });
  library().boards.create({ name: 'Mine' });
  library().boards.add({ id: 1, ids: [first!.id] });
  await close();
  return folder;
}

/** Bytes of a page of SQLite. */
const PAGE = 4096;

const ALL = { filter: {}, sort: 'newest', offset: 0, limit: 100 } as const;

function pictures(library: Library) {
  return library.pictures
    .list(ALL)
    .items.map(({ seed, joules, createdAt, star }) => ({ seed, joules, createdAt, star }))
    .sort((a, b) => a.seed! - b.seed!);
}

async function damage(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(2000, 0xee), 0, 2000, 0);
  await handle.close();
}

test('a damaged database is a state with choices, in which nothing is touched', async () => {
  const folder = await madeLibrary([1, 2]);
  await damage(join(folder, 'library.db'));
  const before = await readdir(folder, { recursive: true });
  const { maintenance, library } = await openMaintenance(folder);
  const status = await maintenance.status();
  expect(status).toMatchObject({ state: 'damaged', backups: [], problem: { code: 'bad-library' } });
  expect(`${status.problem!.message} ${status.problem!.todo}`).not.toMatch(/move/i);
  expect(() => library()).toThrow('damaged');
  const after = await readdir(folder, { recursive: true });
  expect(after.filter((name) => name !== 'library.lock').sort()).toEqual(
    before.filter((n) => n !== 'library.lock').sort(),
  );
});

test('a rebuild brings back every picture with recipe, energy and date, and marks from a backup', async () => {
  const folder = await madeLibrary([1, 2, 3]);
  const first = await openMaintenance(folder);
  const before = pictures(first.library());
  await first.maintenance.backUp();
  await first.library().save({ result: painted({ seed: 4 }), sweepId: null });
  await first.close();
  await damage(join(folder, 'library.db'));

  const { maintenance, library, events } = await openMaintenance(folder);
  expect(await maintenance.rebuild()).toEqual({ taken: 4, refused: 0 });
  expect(pictures(library()).slice(0, 3)).toEqual(before);
  expect(library().pictures.list({ ...ALL, filter: { tags: ['dear'] } }).total).toBe(1);
  expect(library().boards.list()).toMatchObject([{ name: 'Mine', count: 1 }]);
  const details = library().pictures.get({ id: library().pictures.list(ALL).items[0]!.id });
  expect(details.recipe).not.toBeNull();
  expect(details.energy).toEqual(painted().energy);
  expect(await maintenance.status()).toMatchObject({ state: 'open', setAside: 0, missing: 0 });
  expect(events).toContainEqual({ type: 'reopened' });
  const [replaced] = await readdir(join(folder, 'replaced'));
  expect(existsSync(join(folder, 'replaced', replaced!, 'library.db'))).toBe(true);
});

test('a backup is restored beside a leftover log, and what is newer is taken in', async () => {
  const folder = await madeLibrary([1, 2]);
  const first = await openMaintenance(folder);
  const { name } = await first.maintenance.backUp();
  await first.library().save({ result: painted({ seed: 3 }), sweepId: null });
  // The log of a studio that is killed now.
  const log = await readFile(join(folder, 'library.db-wal'));
  expect(log.length).toBeGreaterThan(0);
  await first.close();
  await writeFile(join(folder, 'library.db-wal'), log);
  await damage(join(folder, 'library.db'));

  const { maintenance, library } = await openMaintenance(folder);
  expect((await maintenance.status()).state).toBe('damaged');
  await maintenance.restore(name);
  expect(pictures(library()).map(({ seed }) => seed)).toEqual([1, 2, 3]);
  expect(pictures(library()).filter(({ star }) => star)).toHaveLength(1);
  expect(library().db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('a copy that is put beside a leftover log by hand is not damaged by it', async () => {
  const folder = await madeLibrary([1, 2, 3]);
  const first = await openMaintenance(folder);
  const { name } = await first.maintenance.backUp();
  for (let seed = 10; seed < 30; seed++) await first.library().save({ result: painted({ seed }), sweepId: null });
  const log = await readFile(join(folder, 'library.db-wal'));
  await first.close();
  await cp(join(folder, 'backups', name), join(folder, 'library.db'));
  await writeFile(join(folder, 'library.db-wal'), log);
  const { maintenance, library } = await openMaintenance(folder);
  expect(library().db.pragma('integrity_check', { simple: true })).toBe('ok');
  await maintenance.takeIn();
  expect(pictures(library())).toHaveLength(23);
});

test('a restore that a crash cut off is finished by the next start', async () => {
  const folder = await madeLibrary([1, 2]);
  const first = await openMaintenance(folder);
  const { name } = await first.maintenance.backUp();
  await first.close();
  await cp(join(folder, 'backups', name), join(folder, 'library.db.next'));
  await rm(join(folder, 'library.db'));
  const { library } = await openMaintenance(folder);
  expect(pictures(library())).toHaveLength(2);
});

test('a damaged backup is refused, and the library stays open as it was', async () => {
  const folder = await madeLibrary([1]);
  const { maintenance, library, events } = await openMaintenance(folder);
  const { name } = await maintenance.backUp();
  const path = join(folder, 'backups', name);
  await truncate(path, Math.floor((await stat(path)).size / 2));
  await expect(maintenance.restore(name)).rejects.toMatchObject({ code: 'bad-library' });
  await expect(maintenance.restore('library-version-3-2020-01-01T00-00-00.db')).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(pictures(library())).toHaveLength(1);
  expect(events).not.toContainEqual({ type: 'reopened' });
});

test('seven backups are kept; damaged and half ones go; the fullest stays whatever comes', async () => {
  const folder = await madeLibrary([1, 2]);
  const start = Date.now();
  let day = 0;
  const { maintenance, library } = await openMaintenance(folder, () => start + day * 24 * 3600 * 1000);
  const full = await maintenance.backUp();
  const ids = library()
    .pictures.list(ALL)
    .items.map(({ id }) => id);
  library().pictures.trash({ ids: [ids[0]!] });
  await library().pictures.emptyTrash();
  await writeFile(join(folder, 'backups', 'library-version-3-2020-01-01T00-00-00.db'), 'no database');
  await writeFile(join(folder, 'backups', 'library-version-3-2020-01-02T00-00-00.db.unfinished'), 'half');
  await writeFile(join(folder, 'backups', 'notes.txt'), 'theirs');
  for (day = 1; day < 10; day++) await maintenance.backUp();
  const names = await readdir(join(folder, 'backups'));
  expect(names).toHaveLength(8);
  expect(names).toContain('notes.txt');
  const { backups } = await maintenance.status();
  expect(backups).toHaveLength(7);
  expect(backups.at(-1)).toEqual(full);
  expect(backups[0]!.createdAt).toBeGreaterThan(backups[1]!.createdAt);
});

test('verifying finds what was changed, what is gone, and what the database lost', async () => {
  const folder = await madeLibrary([1, 2, 3]);
  const { maintenance, library } = await openMaintenance(folder);
  const [a, b] = library().pictures.list(ALL).items;
  expect(await maintenance.verify()).toMatchObject({ files: 3, database: [], missing: [], changed: [] });
  await writeFile(library().pictures.file(a!.id)!.path, 'overwritten');
  await rm(library().pictures.file(b!.id)!.path);
  expect(await maintenance.verify()).toMatchObject({
    missing: [b!.id],
    changed: [a!.id],
    unreadable: [],
    database: [],
  });
  expect((await maintenance.status()).verified).toMatchObject({ changed: [a!.id] });
  // A picture that was changed is painted again, and the changed file is not lost either.
  await library().save({ result: painted({ seed: a!.seed! }), sweepId: null });
  expect(await maintenance.verify()).toMatchObject({ missing: [b!.id], changed: [] });
  expect(await readdir(join(folder, 'set-aside/damaged'))).toHaveLength(1);
  expect((await maintenance.status()).setAside).toBe(0);
  expect((await maintenance.status()).verified?.changed).toEqual([]);
});

test('a damaged page that the start does not meet is found', async () => {
  const folder = await madeLibrary(Array.from({ length: 30 }, (_, i) => i));
  const file = join(folder, 'library.db');
  const sound = await readFile(file);
  let found = 0;
  for (let page = 2; page < sound.length / PAGE && found < 5; page++) {
    await writeFile(file, Buffer.from(sound).fill(0xee, (page - 1) * PAGE, page * PAGE));
    const { maintenance, close } = await openMaintenance(folder);
    if ((await maintenance.status()).state === 'open') {
      const verdict = await maintenance.verify().catch((error: Error) => ({ database: [error.message] }));
      expect(verdict.database, `page ${page}`).not.toEqual([]);
      found++;
    }
    await close().catch(() => {});
    for (const ending of ['-wal', '-journal']) await rm(`${file}${ending}`, { force: true });
  }
  expect(found).toBe(5);
});

test('work on the library is done one at a time, and can be stopped', async () => {
  const folder = await madeLibrary([1, 2, 3]);
  const { maintenance, events } = await openMaintenance(folder);
  const abort = new AbortController();
  const first = maintenance.verify(abort.signal);
  await expect(maintenance.backUp()).rejects.toMatchObject({ code: 'conflict' });
  abort.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  expect((await maintenance.status()).working).toBeNull();
  expect(events.at(-2)).toEqual({ type: 'maintenance', progress: null });
  await maintenance.backUp();
});

test('pictures of another database come back by themselves with the right one', async () => {
  const folder = await madeLibrary([1, 2, 3]);
  const other = await madeLibrary([7]);
  await rename(join(folder, 'library.db'), join(folder, 'right.db'));
  await cp(join(other, 'library.db'), join(folder, 'library.db'));
  const wrong = await openMaintenance(folder);
  expect(await wrong.maintenance.status()).toMatchObject({ setAside: 3, missing: 1 });
  await wrong.close();
  await rename(join(folder, 'right.db'), join(folder, 'library.db'));
  const right = await openMaintenance(folder);
  expect(await right.maintenance.status()).toMatchObject({ setAside: 0, missing: 0 });
  expect(right.library().reconciled.broughtBack).toBe(3);
});

test('a database that was deleted: one click brings the pictures back, with stars, boards and trash from a backup', async () => {
  const folder = await madeLibrary([1, 2, 3]);
  const first = await openMaintenance(folder);
  const before = pictures(first.library());
  const [trashed] = first.library().pictures.list({ ...ALL, sort: 'oldest' }).items;
  first.library().pictures.trash({ ids: [trashed!.id] });
  await first.maintenance.backUp();
  const ids = before.map(({ seed }) => seed);
  await first.close();
  await rm(join(folder, 'library.db'));
  const { maintenance, library } = await openMaintenance(folder);
  expect((await maintenance.status()).setAside).toBe(3);
  expect(await maintenance.takeIn()).toEqual({ taken: 3, refused: 0 });
  expect(library().pictures.facets()).toMatchObject({ total: 2, trashed: 1 });
  expect(library().boards.list()).toMatchObject([{ name: 'Mine' }]);
  expect(pictures(library()).filter(({ star }) => star)).toHaveLength(1);
  expect(ids).toHaveLength(3);
  // A browser keeps what an id named: no id is given twice, whichever database gave it.
  const taken = library().db.prepare('SELECT min(id) FROM pictures').pluck().get() as number;
  expect(taken).toBeGreaterThan(1000);
});
