import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Library } from '../../src/main/library/open-library.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

const DAY = 24 * 60 * 60 * 1000;
const ALL = { filter: {}, sort: 'newest', offset: 0, limit: 100 } as const;

async function withPictures(count: number): Promise<{ library: Library; ids: number[] }> {
  const library = await testLibrary();
  const ids: number[] = [];
  for (let seed = 0; seed < count; seed++) ids.push(await library.save({ result: painted({ seed }), sweepId: null }));
  return { library, ids };
}

async function stray(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'x');
  return path;
}

test('the picture of a save that a crash cut off is set aside; temporary files go, what is not ours stays', async () => {
  const { library } = await withPictures(1);
  await library.close();
  const ab = 'ab'.padEnd(64, '0');
  const temporary = await stray(library.folder, 'pictures/ab/.ohmbrush-0123456789ab.tmp');
  const picture = await stray(library.folder, `pictures/ab/${ab}.png`);
  const thumbnail = await stray(library.folder, `thumbnails/ab/${ab}.webp`);
  const theirs = await stray(library.folder, 'pictures/ab/notes.txt');

  const again = await testLibrary({ folder: library.folder });
  expect(again.reconciled).toMatchObject({ temporary: 1, setAside: 1, missing: [] });
  // What does not begin like a PNG is kept, too, but not offered as a picture.
  expect(await readdir(join(library.folder, 'set-aside/damaged'))).toEqual([`${ab}.png`]);
  expect([temporary, picture, thumbnail, theirs].map((path) => existsSync(path))).toEqual([false, false, false, true]);
  expect(again.pictures.facets().total).toBe(1);
});

test('pictures of a database that was lost are set aside, not removed', async () => {
  const { library } = await withPictures(20);
  await library.close();
  await rm(join(library.folder, 'library.db'));
  const again = await testLibrary({ folder: library.folder });
  expect(again.reconciled).toMatchObject({ setAside: 20 });
  expect(await readdir(join(library.folder, 'set-aside'))).toHaveLength(20);
  const left = await readdir(library.folder, { recursive: true });
  expect(left.filter((file) => /^(pictures|thumbnails).*\./.test(file))).toEqual([]);
});

test('a picture whose file was removed is reported, stays in lists, and breaks nothing', async () => {
  const { library, ids } = await withPictures(3);
  const gone = ids[1]!;
  await rm(library.pictures.file(gone)!.path);
  await library.close();
  const again = await testLibrary({ folder: library.folder });
  expect(again.reconciled.missing).toEqual([gone]);
  expect(again.pictures.list(ALL).total).toBe(3);
  expect(again.pictures.get({ id: gone }).recipe).not.toBeNull();
  expect(again.pictures.file(gone)).toBeNull();
  expect(again.pictures.thumbnail(gone)).not.toBeNull();
  await expect(again.pictures.pixels(gone)).rejects.toMatchObject({ code: 'not-found' });
  // Painting it again brings the file back.
  expect(await again.save({ result: painted({ seed: 1 }), sweepId: null })).toBe(gone);
  expect(again.pictures.file(gone)).not.toBeNull();
});

test('thumbnails that are gone are made anew', async () => {
  const { library, ids } = await withPictures(3);
  await library.close();
  await rm(join(library.folder, 'thumbnails'), { recursive: true });
  const made = Promise.withResolvers<void>();
  const again = await testLibrary({ folder: library.folder, onChange: () => made.resolve() });
  await made.promise;
  expect(ids.map((id) => again.pictures.thumbnail(id))).not.toContain(null);
});

test('the trash keeps pictures for 30 days of use', async () => {
  const { library, ids } = await withPictures(2);
  const path = library.pictures.file(ids[0]!)!.path;
  library.pictures.trash({ ids: [ids[0]!] });
  const start = Date.now();
  await library.close();
  for (let day = 5; day < 30; day += 5) {
    const early = await testLibrary({ folder: library.folder, now: () => start + day * DAY });
    expect(early.reconciled.purged).toBe(0);
    expect(early.pictures.facets().trashed).toBe(1);
    await early.close();
  }
  const late = await testLibrary({ folder: library.folder, now: () => start + 31 * DAY });
  expect(late.reconciled.purged).toBe(1);
  expect(late.pictures.facets()).toMatchObject({ trashed: 0, total: 1 });
  expect(existsSync(path)).toBe(false);
});

test('a purge that a crash cut off before its rows went did not happen; after, it ends at the next start', async () => {
  const { library, ids } = await withPictures(20);
  const files = ids.map((id) => library.pictures.file(id)!);
  await library.close();
  // What a purge does first.
  await mkdir(join(library.folder, 'purging'), { recursive: true });
  for (const { path, hash } of files) await rename(path, join(library.folder, 'purging', `${hash}.png`));
  const again = await testLibrary({ folder: library.folder });
  expect(again.reconciled).toMatchObject({ missing: [], setAside: 0, broughtBack: 0 });
  expect(files.map(({ path }) => existsSync(path))).not.toContain(false);

  await again.close();
  for (const { path, hash } of files) await rename(path, join(library.folder, 'purging', `${hash}.png`));
  const db = new Database(join(library.folder, 'library.db'));
  db.exec('DELETE FROM pictures');
  db.close();
  const after = await testLibrary({ folder: library.folder });
  expect(after.reconciled).toMatchObject({ missing: [], setAside: 0 });
  const left = await readdir(library.folder, { recursive: true });
  expect(left.filter((file) => /\.(png|webp)$/.test(file))).toEqual([]);
});
