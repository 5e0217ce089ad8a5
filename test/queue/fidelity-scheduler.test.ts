import { rm } from 'node:fs/promises';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { EXACT } from '../../src/shared/recipe/reference.ts';
import {
  draft,
  exactChip,
  remove,
  type Started,
  type StartOptions,
  startQueue,
  startTestEngine,
} from './start-queue.ts';

const engine = startTestEngine();
afterAll(() => engine.close());

let studio: Started;
afterEach(async () => {
  vi.restoreAllMocks();
  await studio.close();
  await remove(studio.folder);
});

async function start(options?: StartOptions): Promise<void> {
  studio = await startQueue(engine, options);
}

const onChip = (seed: number) => draft({ seed });
const exact = (seed: number) => draft({ seed, chip: exactChip, precision: EXACT });
const pictures = () => studio.library.pictures.list({ filter: {}, sort: 'oldest', offset: 0, limit: 100 }).items;
const awaited = () => studio.library.pictures.awaitingFidelity().length;
const measured = () => pictures().filter((picture) => picture.fidelity).length;

test('a picture is measured once the library has the exact one of its scene, whichever comes first', async () => {
  await start();
  studio.queue.add({ drafts: [onChip(1), exact(1), exact(2), onChip(2), onChip(3)], first: false, sweep: null });
  await studio.settled();
  await studio.until(() => measured() === 2);
  const bySeed = new Map(
    pictures()
      .filter((p) => !p.exact)
      .map((picture) => [picture.seed, picture.fidelity]),
  );
  expect(bySeed.get(3)).toBeNull();
  const { library } = studio;
  const [reference, one] = ['exact', 'custom'].map(
    (name) => pictures().find((p) => p.precision === name && p.seed === 1)!,
  );
  const own = await engine.measure(
    await library.pictures.pixels(reference!.id),
    await library.pictures.pixels(one!.id),
  );
  const { flipMap: _, ...figures } = own;
  expect(bySeed.get(1)).toEqual(figures);
  expect(figures.flip).toBeGreaterThan(0);
});

test('many pairs do not hold up the pictures that wait', async () => {
  await start();
  const { queue, until, settled } = studio;
  const twins = [1, 2, 3, 4, 5, 6, 7].map((chipSeed) => draft({ chipSeed }));
  queue.add({ drafts: twins, first: false, sweep: null });
  await settled();
  const measure = vi.spyOn(engine, 'measure');
  const before: number[] = [];
  const paint = engine.paint;
  vi.spyOn(engine, 'paint').mockImplementation((...call) => {
    before.push(measure.mock.calls.length);
    return paint(...call);
  });
  queue.add({ drafts: [exact(1), onChip(8), onChip(9)], first: false, sweep: null });
  await settled();
  await until(() => measured() === 7);
  expect(before).toEqual([0, 4, 7]);
  expect(measure).toHaveBeenCalledTimes(7);
});

test('a pair that cannot be measured is tried once, and the others are measured', async () => {
  await start();
  studio.queue.add({ drafts: [onChip(1), onChip(2)], first: false, sweep: null });
  await studio.settled();
  await rm(studio.library.pictures.file(pictures()[0]!.id)!.path);
  const read = vi.spyOn(studio.library.pictures, 'pixels');
  studio.queue.add({ drafts: [exact(1), exact(2), onChip(4)], first: false, sweep: null });
  await studio.settled();
  await studio.until(() => measured() === 1);
  studio.queue.look();
  studio.queue.add({ drafts: [onChip(5)], first: false, sweep: null });
  await studio.settled();
  expect(read.mock.calls.filter(([id]) => id === pictures()[0]!.id)).toHaveLength(1);
  expect(awaited()).toBe(1);
});

test('what an earlier run left unmeasured is measured at the next start, though its queue is paused', async () => {
  await start();
  const hold = vi.spyOn(engine, 'measure').mockRejectedValue(new Error('not now'));
  studio.queue.add({ drafts: [onChip(1), exact(1)], first: false, sweep: null });
  await studio.settled();
  await expect.poll(() => hold.mock.calls.length).toBeGreaterThan(0);
  studio.queue.pause();
  studio.queue.add({ drafts: [onChip(9)], first: false, sweep: null });
  await studio.close();
  hold.mockRestore();

  await start({ folder: studio.folder });
  expect(studio.queue.state()).toMatchObject({ paused: true, restored: 1 });
  await studio.until(() => measured() === 1);
});

test('a look finds what was imported', async () => {
  await start();
  studio.queue.add({ drafts: [onChip(1), exact(1)], first: false, sweep: null });
  await studio.settled();
  await studio.until(() => measured() === 1);
  studio.library.db.exec('UPDATE pictures SET flip = NULL');
  expect(awaited()).toBe(1);
  studio.queue.look();
  await studio.until(() => measured() === 1);
});
