import { expect, test } from 'vitest';
import { benchQueries } from './bench.ts';
import { fillLibrary } from './fill.ts';
import { temporaryFolder, testLibrary } from './folder.ts';

test('a filled library is whole, and every question of the bench has an answer', async () => {
  const folder = await temporaryFolder();
  await fillLibrary(folder, 60);
  const library = await testLibrary({ folder });
  const { temporary, setAside, missing, withoutThumbnail } = library.reconciled;
  expect({ temporary, setAside, missing, withoutThumbnail }).toEqual({
    temporary: 0,
    setAside: 0,
    missing: [],
    withoutThumbnail: [],
  });
  const timings = Object.values(benchQueries(library, 2));
  expect(timings.length).toBeGreaterThan(30);
  expect(timings.every(({ p50, p95 }) => p50 >= 0 && p95 >= p50)).toBe(true);
});
