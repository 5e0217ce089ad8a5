import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Library } from '../../src/main/library/open-library.ts';
import {
  facetsSchema,
  PICTURE_SORTS,
  type PictureFilter,
  type PictureSort,
  type PictureSummary,
  pageSchema,
} from '../../src/shared/contract/pictures.ts';
import { fillLibrary } from './fill.ts';
import { temporaryFolder, testLibrary } from './folder.ts';

const COUNT = 150;

async function filled(): Promise<{ library: Library; everything: PictureSummary[]; tagsOf: Map<number, string[]> }> {
  const folder = await temporaryFolder();
  await fillLibrary(folder, COUNT);
  const library = await testLibrary({ folder });
  const ids = Array.from({ length: COUNT }, (_, i) => i + 1);
  library.pictures.trash({ ids: ids.filter((id) => id % 11 === 0) });
  library.boards.add({ id: 2, ids: ids.filter((id) => id % 3 === 0) });
  const tagsOf = new Map(ids.map((id) => [id, library.pictures.get({ id }).tags]));
  return { library, everything: library.pictures.summaries(ids), tagsOf };
}

/** The meaning of each filter part, implemented again without SQL. */
function passes(filter: PictureFilter, picture: PictureSummary, tags: string[], onBoard: Set<number>): boolean {
  const within = (range: PictureFilter['joules'], value: number | null) =>
    range === undefined ||
    ((range.min === null || (value !== null && value >= range.min)) &&
      (range.max === null || (value !== null && value <= range.max)));
  const words = picture.prompt.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return (
    (picture.trashedAt !== null) === (filter.trash ?? false) &&
    (filter.text === undefined ||
      filter.text.split(' ').every((typed) => words.some((word) => word.startsWith(typed)))) &&
    (filter.boardId === undefined || onBoard.has(picture.id)) &&
    (filter.tags ?? []).every((tag) => tags.includes(tag)) &&
    (filter.starred === undefined || picture.star === filter.starred) &&
    (filter.minRating === undefined || picture.rating >= filter.minRating) &&
    (!filter.chipIds?.length || filter.chipIds.includes(picture.chipId!)) &&
    (!filter.precisions?.length || filter.precisions.includes(picture.precision!)) &&
    within(filter.joules, picture.joules) &&
    within(filter.created, picture.createdAt)
  );
}

const ORDERS: Record<PictureSort, (a: PictureSummary, b: PictureSummary) => number> = {
  newest: (a, b) => b.createdAt - a.createdAt || b.id - a.id,
  oldest: (a, b) => a.createdAt - b.createdAt || a.id - b.id,
  joules: (a, b) => a.joules! - b.joules! || b.id - a.id,
  fidelity: (a, b) => (a.fidelity?.flip ?? 1e9) - (b.fidelity?.flip ?? 1e9) || b.id - a.id,
  rating: (a, b) => b.rating - a.rating || b.id - a.id,
};

test('every filter and sort gives what its meaning says, in pages and by place', async () => {
  const { library, everything, tagsOf } = await filled();
  const boardOf = (id: number) =>
    new Set(everything.filter((p) => library.pictures.get(p).boardIds.includes(id)).map((p) => p.id));
  const boards = new Map([1, 2].map((id) => [id, boardOf(id)]));
  const times = everything.map(({ createdAt }) => createdAt);
  const range = (values: number[]) =>
    fc.record({ min: fc.constantFrom(null, ...values), max: fc.constantFrom(null, ...values) });
  const parts: fc.Arbitrary<PictureFilter>[] = [
    fc.record({ text: fc.constantFrom('red', 're', 'a', 'a red', 'yellow', 'line art', 'zzz') }),
    fc.record({ boardId: fc.constantFrom(1, 2) }),
    fc.record({ tags: fc.array(fc.constantFrom('draft', 'print', '参考'), { maxLength: 2 }) }),
    fc.record({ starred: fc.boolean() }),
    fc.record({ minRating: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ chipIds: fc.array(fc.constantFrom('pcm', 'reram', 'exact', 'none'), { maxLength: 3 }) }),
    fc.record({ precisions: fc.array(fc.constantFrom('balanced', 'frugal', 'exact'), { maxLength: 2 }) }),
    fc.record({ joules: range([0, 0.01, 0.05, 1]) }),
    fc.record({ created: range([times[20]!, times[100]!]) }),
    fc.record({ trash: fc.boolean() }),
  ];
  const filters = fc
    .array(fc.oneof(...parts), { maxLength: 4 })
    .map((some): PictureFilter => Object.assign({}, ...some));
  let found = 0;
  fc.assert(
    fc.property(filters, fc.constantFrom(...PICTURE_SORTS), fc.nat(20), (filter, sort, offset) => {
      const expected = everything
        .filter((picture) => passes(filter, picture, tagsOf.get(picture.id)!, boards.get(filter.boardId ?? 1)!))
        .sort(ORDERS[sort])
        .map(({ id }) => id);
      const page = library.pictures.list({ filter, sort, offset, limit: 10 });
      expect(page.total).toBe(expected.length);
      expect(page.items.map(({ id }) => id)).toEqual(expected.slice(offset, offset + 10));
      for (const id of [1, 11, 70]) {
        const place = expected.indexOf(id);
        expect(library.pictures.place({ filter, sort, id })).toBe(place < 0 ? null : place);
      }
      found += expected.length;
    }),
    { numRuns: 200 },
  );
  expect(found).toBeGreaterThan(1000);
  const page = library.pictures.list({ filter: {}, sort: 'newest', offset: 0, limit: 1000 });
  expect(pageSchema.parse(page)).toEqual(page);
});

test('a picture without a figure comes last', async () => {
  const { library } = await filled();
  const { items } = library.pictures.list({ filter: {}, sort: 'fidelity', offset: 0, limit: 1000 });
  const measured = items.map(({ fidelity }) => fidelity !== null);
  expect(measured.lastIndexOf(true)).toBeLessThan(measured.indexOf(false));
});

test('a list follows every change', async () => {
  const { library } = await filled();
  const starred = () => library.pictures.list({ filter: { starred: true }, sort: 'newest', offset: 0, limit: 1000 });
  const before = starred().total;
  const fresh = library.pictures.list({ filter: { starred: false }, sort: 'newest', offset: 0, limit: 1 }).items[0]!;
  library.pictures.star({ ids: [fresh.id], star: true });
  expect(starred().total).toBe(before + 1);
  library.pictures.trash({ ids: [fresh.id] });
  expect(starred().total).toBe(before);
  library.pictures.restore({ ids: [fresh.id] });
  expect(starred().total).toBe(before + 1);
});

test('facets count what is there without the trash, most used first', async () => {
  const { library, everything, tagsOf } = await filled();
  const live = everything.filter(({ trashedAt }) => trashedAt === null);
  const facets = library.pictures.facets();
  expect(facetsSchema.parse(facets)).toEqual(facets);
  const count = (values: (string | null)[]) =>
    Object.entries(Object.groupBy(values, String)).map(([value, all]) => ({ value, count: all!.length }));
  const sorted = (counts: { value: string; count: number }[]) => counts.sort((a, b) => (a.value < b.value ? -1 : 1));
  expect(sorted(facets.tags.map(({ value, count }) => ({ value, count })))).toEqual(
    sorted(count(live.flatMap(({ id }) => tagsOf.get(id)!))),
  );
  expect(sorted([...facets.precisions])).toEqual(sorted(count(live.map(({ precision }) => precision))));
  expect(sorted(facets.chips.map(({ value, count }) => ({ value, count })))).toEqual(
    sorted(count(live.map(({ chipId }) => chipId))),
  );
  expect(facets.chips.find(({ value }) => value === 'pcm')?.name).toBe('Phase change');
  const counts = facets.tags.map(({ count }) => count);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  const joules = live.map(({ joules }) => joules!);
  expect(facets.joules).toEqual({ min: Math.min(...joules), max: Math.max(...joules) });
  expect([facets.total, facets.trashed]).toEqual([live.length, COUNT - live.length]);
});

test('facets of an empty library', async () => {
  const library = await testLibrary();
  expect(library.pictures.facets()).toEqual({
    chips: [],
    precisions: [],
    tags: [],
    joules: { min: null, max: null },
    total: 0,
    trashed: 0,
  });
});

test('no list reads the wide rows or the details', async () => {
  const { library } = await filled();
  const plans: string[] = [];
  const prepare = library.db.prepare.bind(library.db);
  library.db.prepare = ((text: string) => {
    if (text.includes('INDEXED BY')) {
      const values = Array.from({ length: text.split('?').length - 1 }, () => '[]');
      plans.push(
        ...(prepare(`EXPLAIN QUERY PLAN ${text}`).all(values) as { detail: string }[]).map((row) => row.detail),
      );
    }
    return prepare(text);
  }) as typeof library.db.prepare;
  const filter = {
    text: 'a',
    tags: ['draft'],
    boardId: 1,
    starred: true,
    minRating: 1,
    chipIds: ['pcm'],
    joules: { min: 0, max: 9 },
  };
  for (const sort of PICTURE_SORTS) {
    library.pictures.list({ filter: {}, sort, offset: 0, limit: 1 });
    library.pictures.list({ filter, sort, offset: 0, limit: 1 });
  }
  const walks = plans.filter((plan) => /(SCAN|SEARCH) pictures/.test(plan));
  expect(walks.length).toBeGreaterThanOrEqual(10);
  expect(walks.filter((plan) => !plan.includes('COVERING INDEX'))).toEqual([]);
  expect(plans.filter((plan) => plan.includes('picture_details'))).toEqual([]);
});
