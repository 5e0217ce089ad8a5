import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Changeable } from '../../src/shared/contract/events.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

async function three() {
  const changes: Changeable[][] = [];
  const library = await testLibrary({ onChange: (what) => changes.push(what) });
  for (let seed = 0; seed < 3; seed++) await library.save({ result: painted({ seed }), sweepId: null });
  changes.length = 0;
  return { library, changes };
}

test('stars, ratings and tags of several pictures at once', async () => {
  const { library, changes } = await three();
  library.pictures.star({ ids: [1, 3, 99], star: true });
  library.pictures.rate({ ids: [2, 3], rating: 4 });
  library.pictures.tag({ ids: [1, 2], add: ['Night', 'draft'], remove: [] });
  library.pictures.tag({ ids: [2, 99], add: ['night'], remove: ['DRAFT'] });
  expect(library.pictures.summaries([3, 1, 99, 2]).map(({ id, star, rating }) => [id, star, rating])).toEqual([
    [3, true, 4],
    [1, true, 0],
    [2, false, 4],
  ]);
  expect([1, 2, 3].map((id) => library.pictures.get({ id }).tags)).toEqual([['draft', 'Night'], ['Night'], []]);
  library.pictures.star({ ids: [1], star: false });
  expect(library.pictures.get({ id: 1 }).star).toBe(false);
  expect(changes).toEqual(Array(5).fill(['pictures']));
});

test('10,000 ids in one call', async () => {
  const { library } = await three();
  library.pictures.star({ ids: Array.from({ length: 10_000 }, (_, i) => i + 1), star: true });
  expect(library.pictures.list({ filter: { starred: true }, sort: 'newest', offset: 0, limit: 9 }).total).toBe(3);
});

test('the trash gives back the file, the row, and all that was said about it', async () => {
  const { library } = await three();
  library.boards.create({ name: 'Client' });
  library.boards.add({ id: 1, ids: [1, 2] });
  library.pictures.tag({ ids: [1], add: ['keep'], remove: [] });
  const before = library.pictures.get({ id: 1 });
  library.pictures.trash({ ids: [1] });
  expect(library.pictures.get({ id: 1 }).trashedAt).not.toBeNull();
  expect(library.boards.list()).toEqual([{ id: 1, name: 'Client', count: 1, coverId: 2 }]);
  expect(library.boards.ids(1)).toEqual([2]);
  expect(existsSync(library.pictures.file(1)!.path)).toBe(true);
  library.pictures.restore({ ids: [1] });
  expect(library.pictures.get({ id: 1 })).toEqual(before);
});

test('purge takes rows, files and marks for good, and only out of the trash', async () => {
  const { library } = await three();
  library.boards.create({ name: 'Client' });
  library.boards.add({ id: 1, ids: [1, 2, 3] });
  library.pictures.tag({ ids: [1], add: ['gone'], remove: [] });
  const [first, second] = [library.pictures.file(1)!, library.pictures.file(2)!];
  const thumbnail = library.pictures.thumbnail(1)!;
  library.pictures.trash({ ids: [1] });
  await library.pictures.purge({ ids: [1, 2, 99] });
  expect([first.path, thumbnail, second.path].map(existsSync)).toEqual([false, false, true]);
  expect(() => library.pictures.get({ id: 1 })).toThrow('no picture 1');
  expect(library.pictures.facets()).toMatchObject({ total: 2, trashed: 0, tags: [] });
  expect(library.boards.ids(1)).toEqual([3, 2]);
  const leftovers = ['picture_details', 'picture_tags'].map((table) =>
    library.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  );
  expect(leftovers).toEqual([2, 0]);
  expect(await readdir(join(library.folder, 'purging'))).toEqual([]);
  expect(library.pictures.list({ filter: { text: 'apple' }, sort: 'newest', offset: 0, limit: 9 }).total).toBe(2);
});

test('a purged picture that is painted again is a new one with a new id', async () => {
  const { library } = await three();
  library.pictures.trash({ ids: [3] });
  const [, id] = await Promise.all([
    library.pictures.emptyTrash(),
    library.save({ result: painted({ seed: 2 }), sweepId: null }),
  ]);
  // Either it was purged first, or it came out of the trash in time; never a row without its file.
  expect([3, 4]).toContain(id);
  expect(library.pictures.file(id)).not.toBeNull();
  library.pictures.trash({ ids: [id] });
  await library.pictures.emptyTrash();
  expect(await library.save({ result: painted({ seed: 2 }), sweepId: null })).toBeGreaterThan(id);
});

test('boards: made, named, filled, emptied, removed', async () => {
  const { library, changes } = await three();
  expect(library.boards.create({ name: 'Zebra' })).toEqual({ id: 1 });
  expect(library.boards.create({ name: 'ant' })).toEqual({ id: 2 });
  library.boards.add({ id: 1, ids: [1, 2, 2, 99] });
  library.boards.add({ id: 1, ids: [2, 3] });
  library.boards.takeOut({ id: 1, ids: [3] });
  expect(library.boards.list()).toEqual([
    { id: 2, name: 'ant', count: 0, coverId: null },
    { id: 1, name: 'Zebra', count: 2, coverId: 2 },
  ]);
  library.boards.rename({ id: 1, name: 'zebra' });
  expect(library.pictures.get({ id: 1 }).boardIds).toEqual([1]);
  library.boards.remove({ id: 1 });
  expect(library.boards.list()).toHaveLength(1);
  expect(library.pictures.facets().total).toBe(3);
  expect(library.pictures.get({ id: 1 }).boardIds).toEqual([]);
  expect(changes.every((what) => what.includes('boards'))).toBe(true);
  expect(library.boards.create({ name: 'Zebra' }).id).toBe(3);
});

test('a board name that is taken, and a board that is not there', async () => {
  const { library } = await three();
  library.boards.create({ name: 'One' });
  library.boards.create({ name: 'Two' });
  expect(() => library.boards.create({ name: 'ONE' })).toThrow("a board named 'ONE' already");
  expect(() => library.boards.rename({ id: 2, name: 'one' })).toThrow('already');
  expect(() => library.boards.rename({ id: 9, name: 'Nine' })).toThrow('no board 9');
  expect(() => library.boards.add({ id: 9, ids: [1] })).toThrow('no board 9');
});
