import { parseArgs } from 'node:util';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { PICTURE_SORTS, type PictureFilter, type PictureSort } from '../../src/shared/contract/pictures.ts';
import { draftOf } from '../../src/shared/recipe/draft.ts';
import { RECIPE } from '../files/example-recipe.ts';

interface Timing {
  /** Milliseconds. */
  p50: number;
  p95: number;
}

export interface LibraryBench {
  pictures: number;
  openMilliseconds: number;
  /** Resident memory of the process after everything, MB. */
  residentMegabytes: number;
  timings: Record<string, Timing>;
}

/** Typical search texts: rare and common words, beginnings, several words, Chinese, nonsense. */
const SEARCHES = [
  'raven',
  'red',
  'r',
  'a',
  'gol',
  'red apple',
  'watercolour',
  'dragon moon',
  '苹果',
  '的',
  'zzz',
  'cat" OR *',
];

const FILTERS: Record<string, PictureFilter> = {
  none: {},
  starred: { starred: true },
  rated: { minRating: 4 },
  chip: { chipIds: ['pcm'] },
  'chip and precision': { chipIds: ['pcm', 'reram'], precisions: ['frugal'] },
  joules: { joules: { min: 0.005, max: 0.02 } },
  tag: { tags: ['draft'] },
  'two tags': { tags: ['draft', 'print'] },
  board: { boardId: 1 },
  created: { created: { min: Date.UTC(2024, 5, 1), max: null } },
  trash: { trash: true },
  'everything at once': { text: 'red', starred: true, minRating: 2, chipIds: ['pcm'], tags: ['draft'], boardId: 1 },
};

/**
 * Times what the gallery asks for. 'first': a question that nobody asked since pictures last changed; 'again': the next
 * page of it, as when a grid is scrolled.
 */
export function benchQueries(library: Library, runs: number): Record<string, Timing> {
  const { pictures } = library;
  const timings: Record<string, Timing> = {};
  const forget = () => pictures.star({ ids: [1], star: false });
  const page = (filter: PictureFilter, sort: PictureSort, offset = 0) =>
    pictures.list({ filter, sort, offset, limit: 100 });
  const { total } = page({}, 'newest');
  const anywhere = (i: number) => Math.floor((total * ((i * 0.618) % 1)) / 100) * 100;

  timings['search, all together, first'] = time(
    runs * SEARCHES.length,
    (i) => page({ text: SEARCHES[i % SEARCHES.length]! }, 'newest'),
    forget,
  );
  for (const text of SEARCHES) timings[`search ${text}, first`] = time(runs, () => page({ text }, 'newest'), forget);
  timings['search red by fidelity, first'] = time(runs, () => page({ text: 'red' }, 'fidelity'), forget);
  for (const sort of PICTURE_SORTS) {
    timings[`list ${sort}, first`] = time(runs, (i) => page({}, sort, anywhere(i)), forget);
    timings[`list ${sort}, again`] = time(runs, (i) => page({}, sort, anywhere(i)));
  }
  for (const [name, filter] of Object.entries(FILTERS)) {
    timings[`filter ${name}, first`] = time(runs, () => page(filter, 'newest'), forget);
  }
  const placeOf = (i: number) => pictures.place({ filter: { text: 'red' }, sort: 'newest', id: 1 + anywhere(i) });
  timings['place in a search, first'] = time(runs, placeOf, forget);
  timings['place in a search, again'] = time(runs, placeOf);
  timings['facets, first'] = time(runs, () => pictures.facets(), forget);
  timings.details = time(runs, (i) => pictures.get({ id: 1 + anywhere(i) }));
  timings.boards = time(runs, () => library.boards.list());
  timings['awaiting fidelity'] = time(runs, () => pictures.awaitingFidelity());
  timings['expected seconds'] = time(runs, (i) =>
    pictures.expectedSeconds({
      ...draftOf(RECIPE),
      chip: { ...RECIPE.chip, id: 'pcm' },
      precision: { name: i % 2 ? 'frugal' : 'new', plan: { default: {}, overrides: [] } },
    }),
  );
  timings.star = time(runs, (i) => pictures.star({ ids: [1 + anywhere(i)], star: true }));
  return timings;
}

function time(runs: number, task: (i: number) => unknown, before?: () => void): Timing {
  const times = Array.from({ length: runs }, (_, i) => {
    before?.();
    const start = performance.now();
    task(i);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor((runs - 1) * share)]! * 100) / 100;
  return { p50: at(0.5), p95: at(0.95) };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { library: { type: 'string' }, runs: { type: 'string', default: '20' } } });
  if (!values.library) throw new Error('usage: node test/library/bench.ts --library FOLDER [--runs N]');
  const start = performance.now();
  const library = await openLibrary({ folder: values.library });
  const openMilliseconds = Math.round(performance.now() - start);
  const timings = benchQueries(library, Number(values.runs));
  const { total } = library.pictures.facets();
  const residentMegabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  await library.close();
  const bench: LibraryBench = { pictures: total, openMilliseconds, residentMegabytes, timings };
  console.log(JSON.stringify(bench, null, 1));
}
