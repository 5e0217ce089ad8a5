import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS } from '../../src/main/database/migrations/index.ts';
import { openDatabase } from '../../src/main/database/open-database.ts';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { hashOf } from '../../src/main/library/picture-files.ts';
import { createMaintenance } from '../../src/main/maintenance/maintenance.ts';
import { openReopenableLibrary } from '../../src/main/maintenance/reopenable-library.ts';
import { temporaryFolder } from '../library/folder.ts';
import { painted } from '../library/painted.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 5, 1);

async function maintenanceOf(folder: string, now: () => number = Date.now) {
  const reopenable = await openReopenableLibrary({ folder, now }, (library) => ({
    library,
    close: () => library.close(),
  }));
  onTestFinished(() => reopenable.close());
  return { reopenable, maintenance: createMaintenance({ folder, reopenable: () => reopenable, publish() {}, now }) };
}

async function withPictures(folder: string, seeds: readonly number[], now = Date.now): Promise<void> {
  const library = await openLibrary({ folder, now });
  for (const seed of seeds) await library.save({ result: painted({ seed }), sweepId: null });
  await library.close();
}

async function pngs(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.png')).sort();
}

test.each(['restored', 'put there by hand'])('a picture that left the trash since a backup stays: %s', async (how) => {
  const folder = await temporaryFolder();
  let time = START;
  const now = () => time;
  await withPictures(folder, [1, 2], now);
  let library = await openLibrary({ folder, now });
  const live = async (days: number) => {
    for (let day = 0; day < days; day++) {
      await library.close();
      time += DAY;
      library = await openLibrary({ folder, now });
    }
  };
  library.pictures.trash({ ids: [1] });
  await live(29);
  const { name } = await library.maintenance.backUp();
  library.pictures.restore({ ids: [1] });
  await live(2);
  await library.close();
  if (how === 'put there by hand') await cp(join(folder, 'backups', name), join(folder, 'library.db'));
  const { reopenable, maintenance } = await maintenanceOf(folder, now);
  if (how === 'restored') await maintenance.restore(name);
  expect(reopenable.opened().library.pictures.facets()).toMatchObject({ total: 1, trashed: 1 });
  expect((await maintenance.status()).doubtful).toBe(1);
  expect(await pngs(join(folder, 'pictures'))).toHaveLength(2);
});

test('the first start of this version asks about the trash of an older one, whatever the clock says', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1]);
  const [file] = await pngs(join(folder, 'pictures'));
  const hash = hashOf(await readFile(join(folder, 'pictures', file!)));
  await rm(join(folder, 'library.db'));
  await rm(join(folder, 'looks'));
  const db = await openDatabase(join(folder, 'library.db'), MIGRATIONS.slice(0, 2));
  db.prepare(`INSERT INTO pictures (hash, source, created_at, trashed_at, exact, width, height, has_alpha, prompt)
    VALUES (?, 'painted', 1, ?, 0, 24, 16, 1, 'old')`).run(hash, START);
  db.exec("INSERT INTO picture_details (picture_id, negative_prompt) VALUES (1, '')");
  db.close();
  const library = await openLibrary({ folder, now: () => START + 400 * DAY });
  onTestFinished(() => library.close());
  expect(library.reconciled).toMatchObject({ purged: 0, setAside: 0, missing: [] });
  expect(library.maintenance.doubtful()).toBe(1);
});

test('stars and boards come back in a second rebuild, too, from whatever database still has them', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1, 2]);
  const library = await openLibrary({ folder });
  library.pictures.star({ ids: [1], star: true });
  library.boards.create({ name: 'Mine' });
  library.boards.add({ id: 1, ids: [1, 2] });
  await library.maintenance.backUp();
  await library.close();
  // A rebuild that was killed leaves a new database and an empty one in the place of the old.
  await mkdir(join(folder, 'replaced/2026-01-01T00-00-00'), { recursive: true });
  await cp(join(folder, 'library.db'), join(folder, 'replaced/2026-01-01T00-00-00/library.db'));
  await rm(join(folder, 'library.db'));
  await rm(join(folder, 'backups'), { recursive: true });
  const { reopenable, maintenance } = await maintenanceOf(folder);
  await maintenance.rebuild();
  expect(
    reopenable.opened().library.pictures.list({ filter: { starred: true }, sort: 'newest', offset: 0, limit: 9 }).total,
  ).toBe(1);
  expect(reopenable.opened().library.boards.list()).toMatchObject([{ name: 'Mine', count: 2 }]);
});

test('a library that cannot be opened again says why, and is helped by the next try', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1]);
  const { reopenable, maintenance } = await maintenanceOf(folder);
  await expect(
    reopenable.reopen(async () => {
      await writeFile(join(folder, 'library.db'), 'no database'.repeat(1000));
      throw new Error('the work failed, too');
    }),
  ).rejects.toThrow('the work failed, too');
  expect(await maintenance.status()).toMatchObject({ state: 'damaged', problem: { code: 'bad-library' } });
  expect(await maintenance.rebuild()).toEqual({ taken: 1, refused: 0 });
  expect((await maintenance.status()).state).toBe('open');
});

test('what is closed while a library is rebuilt stays closed', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1, 2, 3]);
  const opened: Library[] = [];
  const reopenable = await openReopenableLibrary({ folder }, (library) => {
    opened.push(library);
    return { library, close: () => library.close() };
  });
  const maintenance = createMaintenance({ folder, reopenable: () => reopenable, publish() {}, now: Date.now });
  const rebuilding = maintenance.rebuild().catch((error: Error) => error);
  await reopenable.close();
  await rebuilding;
  expect(reopenable.current).toBeNull();
  expect(opened.every(({ db }) => !db.open)).toBe(true);
  const again = await openLibrary({ folder });
  await again.maintenance.takeIn(() => {});
  expect(again.pictures.facets().total).toBe(3);
  await again.close();
});

test('a library on which nothing can be built is damaged, not half open', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1]);
  let isSound = false;
  const reopenable = await openReopenableLibrary({ folder }, (library) => {
    if (!isSound) throw Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' });
    return { library, close: () => library.close() };
  });
  onTestFinished(() => reopenable.close());
  expect(reopenable.problem).toMatchObject({ code: 'bad-library' });
  isSound = true;
  await reopenable.reopen(async () => {});
  expect(reopenable.opened().library.pictures.facets().total).toBe(1);
});

test('a database with views or triggers is not asked anything; nor is such a backup', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1]);
  const library = await openLibrary({ folder });
  const { name } = await library.maintenance.backUp();
  await library.close();
  const endless = 'WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more) SELECT n AS id FROM more';
  const backup = new Database(join(folder, 'backups', name));
  backup.exec(`PRAGMA foreign_keys = OFF; ALTER TABLE pictures RENAME TO p; CREATE VIEW pictures AS ${endless}`);
  backup.close();
  const database = new Database(join(folder, 'library.db'));
  database.exec(`CREATE TRIGGER t AFTER UPDATE ON care BEGIN SELECT count(*) FROM (${endless}); END`);
  database.close();
  const { maintenance } = await maintenanceOf(folder);
  expect(await maintenance.status()).toMatchObject({ state: 'damaged', backups: [] });
  expect(await maintenance.rebuild()).toEqual({ taken: 1, refused: 0 });
});

test.each([
  'pictures',
  'pictures/ab',
  'thumbnails',
  'thumbnails/ab',
  'purging',
  'set-aside',
  'set-aside/duplicates',
  'backups',
  'replaced',
  'reserved-space',
  'looks',
  'library.lock',
  'library.db',
  'library.db-wal',
  'library.db.next',
])('a library whose %s is a link or a pipe is refused by name, and nothing behind it is touched', async (name) => {
  const outside = await temporaryFolder();
  const target = join(outside, 'theirs');
  const isFolder = !/^(reserved|looks|library)/.test(name);
  if (isFolder) {
    await mkdir(target);
    await writeFile(join(target, `${'ab'.padEnd(64, '0')}.png`), 'a picture of theirs');
  } else {
    await writeFile(target, Buffer.alloc(9_000_000, 7));
  }
  const folder = await temporaryFolder();
  const before = await contents(outside);
  for (const make of [() => symlink(target, join(folder, name)), () => pipe(join(folder, name))]) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await make();
    await expect(openLibrary({ folder })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(name),
    });
    await rm(join(folder, name));
  }
  expect(await contents(outside)).toEqual(before);
});

async function pipe(path: string): Promise<void> {
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
}

async function contents(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    found[path] = entry.isFile() ? hashOf(await readFile(path)) : 'a folder';
  }
  return found;
}

test('a lock that is garbage keeps nobody out', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1]);
  await writeFile(join(folder, 'library.lock'), 'garbage'.repeat(1000));
  const library = await openLibrary({ folder });
  expect(library.pictures.facets().total).toBe(1);
  await library.close();
});

test('a verification does not keep a library from being closed', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1, 2, 3]);
  const library = await openLibrary({ folder });
  const verifying = library.maintenance.verify({ pause: 3_600_000 }).catch((error) => error);
  await library.close();
  expect(await verifying).toMatchObject({ code: 'cancelled' });
  expect(existsSync(join(folder, 'library.db-wal'))).toBe(false);
});

test('what is taken out of the trash while it is emptied stays, row and file', async () => {
  const folder = await temporaryFolder();
  const library = await openLibrary({ folder });
  onTestFinished(() => library.close());
  const ids: number[] = [];
  for (let seed = 0; seed < 60; seed++) ids.push(await library.save({ result: painted({ seed }), sweepId: null }));
  library.pictures.trash({ ids });
  const emptying = library.pictures.emptyTrash();
  // Files are leaving their places by now; the rows are still there.
  while (!existsSync(join(folder, 'purging')) || (await readdir(join(folder, 'purging'))).length === 0) await tick();
  const half = library.pictures
    .summaries(ids)
    .map(({ id }) => id)
    .filter((id) => id % 2 === 0);
  library.pictures.restore({ ids: half });
  const kept = library.pictures.summaries(half).map(({ id }) => id);
  await emptying;
  expect(library.pictures.summaries(ids).map(({ id }) => id)).toEqual(kept);
  for (const id of kept) expect(existsSync(library.pictures.file(id)!.path)).toBe(true);
  expect(await readdir(join(folder, 'purging'))).toEqual([]);
});

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('of two files of one picture, one of them in the middle of a purge, none is deleted', async () => {
  const folder = await temporaryFolder();
  await withPictures(folder, [1]);
  const [name] = await pngs(join(folder, 'pictures'));
  const path = join(folder, 'pictures', name!);
  const sound = await readFile(path);
  await mkdir(join(folder, 'purging'), { recursive: true });
  await writeFile(join(folder, 'purging', name!.slice(3)), sound);
  await writeFile(path, sound.subarray(0, 500));
  const { maintenance } = await maintenanceOf(folder);
  expect((await maintenance.status()).setAside).toBe(1);
  expect(await maintenance.takeIn()).toEqual({ taken: 1, refused: 0 });
  expect(await readFile(path)).toEqual(sound);
  expect((await maintenance.verify()).changed).toEqual([]);
});

test('backups of a time to come do not push out those of today', async () => {
  const folder = await temporaryFolder();
  let time = START + 4000 * DAY;
  const library = await openLibrary({ folder, now: () => time });
  onTestFinished(() => library.close());
  await library.save({ result: painted({ seed: 1 }), sweepId: null });
  for (let n = 0; n < 7; n++, time += DAY) await library.maintenance.backUp();
  time = START;
  const today = await library.maintenance.backUp();
  time += DAY;
  const tomorrow = await library.maintenance.backUp();
  const names = await readdir(join(folder, 'backups'));
  expect(names).toHaveLength(7);
  expect(names).toEqual(expect.arrayContaining([today.name, tomorrow.name]));
});

test.each([true, false])(
  'what a stranger noted in an imported picture is not believed after a rebuild (starred: %s)',
  async (star) => {
    const folder = await temporaryFolder();
    const other = await temporaryFolder();
    await withPictures(other, [5]);
    const [theirs] = await pngs(join(other, 'pictures'));
    const library = await openLibrary({ folder });
    await library.importPng(await readFile(join(other, 'pictures', theirs!)), 'theirs.png');
    library.pictures.star({ ids: [1], star });
    await library.close();
    const { reopenable, maintenance } = await maintenanceOf(folder);
    await maintenance.rebuild();
    const [picture] = reopenable
      .opened()
      .library.pictures.list({ filter: {}, sort: 'newest', offset: 0, limit: 9 }).items;
    expect(picture).toMatchObject({ source: 'imported', joules: null, star });
    expect(reopenable.opened().library.pictures.get({ id: picture!.id }).energy).toBeNull();
  },
);
