import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Library } from '../../src/main/library/library.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

const DAY = 24 * 60 * 60 * 1000;
const ALL = { filter: {}, sort: 'newest', offset: 0, limit: 100 } as const;

async function withPictures(count: number): Promise<{ library: Library; ids: number[] }> {
  const library = await testLibrary();
  const ids: number[] = [];
  for (let seed = 0; seed < count; seed++) ids.push(await library.land({ result: painted({ seed }), sweepId: null }));
  return { library, ids };
}

async function stray(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'x');
  return path;
}

test('files of a landing that a crash cut off are removed; what is not ours stays', async () => {
  const { library } = await withPictures(1);
  await library.close();
  const ab = 'ab'.padEnd(64, '0');
  const temporary = await stray(library.folder, 'pictures/ab/.ohmbrush-0123456789ab.tmp');
  const picture = await stray(library.folder, `pictures/ab/${ab}.png`);
  const thumbnail = await stray(library.folder, `thumbnails/ab/${ab}.webp`);
  const theirs = await stray(library.folder, 'pictures/ab/notes.txt');

  const again = await testLibrary({ folder: library.folder });
  expect(again.mended).toMatchObject({ temporary: 1, orphans: 1, setAside: 0, missing: [] });
  expect([temporary, picture, thumbnail, theirs].map((path) => existsSync(path))).toEqual([false, false, false, true]);
  expect(again.pictures.facets().total).toBe(1);
});

test('pictures of a database that was lost are set aside, not removed', async () => {
  const { library } = await withPictures(20);
  await library.close();
  await rm(join(library.folder, 'library.db'));
  const again = await testLibrary({ folder: library.folder });
  expect(again.mended).toMatchObject({ orphans: 0, setAside: 20 });
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
  expect(again.mended.missing).toEqual([gone]);
  expect(again.pictures.list(ALL).total).toBe(3);
  expect(again.pictures.get({ id: gone }).recipe).not.toBeNull();
  expect(again.pictures.file(gone)).toBeNull();
  expect(again.pictures.thumbnail(gone)).not.toBeNull();
  await expect(again.pictures.pixels(gone)).rejects.toMatchObject({ code: 'not-found' });
  // Painting it again brings the file back.
  expect(await again.land({ result: painted({ seed: 1 }), sweepId: null })).toBe(gone);
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

test('the trash keeps pictures for 30 days', async () => {
  const { library, ids } = await withPictures(2);
  const path = library.pictures.file(ids[0]!)!.path;
  library.pictures.trash({ ids: [ids[0]!] });
  const start = Date.now();
  await library.close();
  const early = await testLibrary({ folder: library.folder, now: () => start + 29 * DAY });
  expect(early.mended.purged).toBe(0);
  expect(early.pictures.facets().trashed).toBe(1);
  await early.close();
  const late = await testLibrary({ folder: library.folder, now: () => start + 31 * DAY });
  expect(late.mended.purged).toBe(1);
  expect(late.pictures.facets()).toMatchObject({ trashed: 0, total: 1 });
  expect(existsSync(path)).toBe(false);
});

test('files that a purge had no time to remove go at the next start, however many', async () => {
  const { library, ids } = await withPictures(20);
  library.pictures.trash({ ids });
  // What the purge's transaction does, without what follows it.
  library.db.exec('INSERT INTO doomed_files SELECT hash FROM pictures; DELETE FROM pictures');
  await library.close();
  const again = await testLibrary({ folder: library.folder });
  expect(again.mended).toMatchObject({ orphans: 0, setAside: 0 });
  const left = await readdir(library.folder, { recursive: true });
  expect(left.filter((file) => /\.(png|webp)$/.test(file))).toEqual([]);
});
