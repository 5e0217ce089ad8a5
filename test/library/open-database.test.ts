import { open, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/main/database/migrations/index.ts';
import type { Migration } from '../../src/main/database/migrations/migration.ts';
import { openDatabase } from '../../src/main/database/open-database.ts';
import { killHard, lines, startChild } from './child.ts';
import { temporaryFolder, testLibrary } from './folder.ts';
import { painted } from './painted.ts';

const notes: Migration = { version: 1, up: (db) => db.exec('CREATE TABLE notes (text TEXT)') };
const dates: Migration = { version: 2, up: (db) => db.exec("ALTER TABLE notes ADD COLUMN day TEXT DEFAULT 'today'") };

test('a new database is up to date, safe against power cuts, and checks references', async () => {
  const db = await openDatabase(join(await temporaryFolder(), 'deep', 'library.db'));
  expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(() => db.exec('INSERT INTO picture_tags VALUES (1, 1)')).toThrow('FOREIGN KEY');
  db.close();
});

test('migrations are numbered by their place', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
});

test('a migration keeps what is there, after a whole copy into backups', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'library.db');
  const old = await openDatabase(file, [notes]);
  old.exec("INSERT INTO notes VALUES ('kept')");
  old.close();

  const db = await openDatabase(file, [notes, dates]);
  expect(db.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept', day: 'today' }]);
  db.close();
  const copies = await readdir(join(folder, 'backups'));
  expect(copies).toEqual([expect.stringMatching(/^library-version-1-.*\.db$/)]);
  const copy = new Database(join(folder, 'backups', copies[0]!), { readonly: true });
  expect(copy.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept' }]);
  expect(copy.pragma('user_version', { simple: true })).toBe(1);
  copy.close();
});

test('without a migration there is no copy', async () => {
  const folder = await temporaryFolder();
  (await openDatabase(join(folder, 'library.db'))).close();
  (await openDatabase(join(folder, 'library.db'))).close();
  await expect(readdir(join(folder, 'backups'))).rejects.toThrow('ENOENT');
});

test('a migration that fails changes nothing and names its copy', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'library.db');
  (await openDatabase(file, [notes])).close();
  const broken: Migration = {
    version: 2,
    up(db) {
      db.exec('CREATE TABLE half (x)');
      db.exec('INSERT INTO nowhere VALUES (1)');
    },
  };
  await expect(openDatabase(file, [notes, broken])).rejects.toMatchObject({
    code: 'bad-library',
    message: expect.stringContaining('from version 1 to 2'),
    todo: expect.stringContaining('backups'),
  });
  const db = await openDatabase(file, [notes]);
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
  db.close();
});

test('a database from the future is refused and left as it was', async () => {
  const file = join(await temporaryFolder(), 'library.db');
  (await openDatabase(file, [notes, dates])).close();
  await expect(openDatabase(file, [notes])).rejects.toMatchObject({
    code: 'library-too-new',
    message: expect.stringContaining('version 2'),
  });
  (await openDatabase(file, [notes, dates])).close();
});

test('a file that is no database is explained', async () => {
  const file = join(await temporaryFolder(), 'library.db');
  await writeFile(file, 'not a database, but long enough to look at '.repeat(100));
  await expect(openDatabase(file)).rejects.toMatchObject({
    code: 'bad-library',
    message: expect.stringContaining('damaged'),
    todo: expect.stringContaining('Restore a backup'),
  });
});

test('a database that was cut short is explained', async () => {
  const library = await testLibrary();
  const file = join(library.folder, 'library.db');
  await library.close();
  await truncate(file, Math.floor((await stat(file)).size / 2));
  await expect(openDatabase(file)).rejects.toMatchObject({ code: 'bad-library' });
});

test('a damaged database is not migrated', async () => {
  const file = join(await temporaryFolder(), 'library.db');
  const old = await openDatabase(file, [notes]);
  const add = old.prepare('INSERT INTO notes VALUES (?)');
  for (let i = 0; i < 200; i++) add.run('x'.repeat(500));
  old.close();
  const raw = await open(file, 'r+');
  await raw.write(Buffer.alloc(2048, 0xee), 0, 2048, 4096 * 8);
  await raw.close();
  await expect(openDatabase(file, [notes, dates])).rejects.toMatchObject({ code: 'bad-library' });
});

test('a folder that cannot be made is explained', async () => {
  const file = join(await temporaryFolder(), 'taken');
  await writeFile(file, '');
  await expect(openDatabase(join(file, 'library.db'))).rejects.toMatchObject({ code: 'unwritable' });
});

test('a full disk is explained, and the picture is not half there', async () => {
  const library = await testLibrary();
  library.db.pragma(`max_page_count = ${library.db.pragma('page_count', { simple: true })}`);
  const noise = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(97 + ((i * i * 7 + i) % 26))).join('');
  const saving = library.save({
    result: painted({ prompt: noise.slice(0, 2000), negativePrompt: noise.slice(1000) }),
    sweepId: null,
  });
  await expect(saving).rejects.toMatchObject({ code: 'unwritable', message: expect.stringContaining('full') });
  expect(library.pictures.facets().total).toBe(0);
});

test("another program's database is refused", async () => {
  const file = join(await temporaryFolder(), 'library.db');
  const other = new Database(file);
  other.exec('CREATE TABLE theirs (x)');
  other.close();
  await expect(openDatabase(file)).rejects.toMatchObject({
    code: 'bad-library',
    message: expect.stringContaining('another program'),
  });
});

test('a second process is refused, and the first notices nothing', async () => {
  const library = await testLibrary();
  const second = lines(startChild(new URL('./open-and-wait.ts', import.meta.url), library.folder));
  expect((await second.next()).value).toBe('library-in-use');
  expect(library.boards.create({ name: 'still mine' })).toEqual({ id: 1 });
});

test('this process is refused while another has it; a killed process leaves no lock behind', async () => {
  const folder = await temporaryFolder();
  const other = startChild(new URL('./open-and-wait.ts', import.meta.url), folder);
  expect((await lines(other).next()).value).toBe('open');
  await expect(openDatabase(join(folder, 'library.db'))).rejects.toMatchObject({ code: 'library-in-use' });
  await killHard(other);
  const library = await testLibrary({ folder });
  expect(library.pictures.facets().total).toBe(0);
});
