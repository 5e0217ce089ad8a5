import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { temporaryFolder } from '../library/folder.ts';
import { painted } from '../library/painted.ts';
import { group, rounds } from './tally.ts';

const clocks = group('clocks');
const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 5, 1);

/** A library under a clock that a test sets. */
class Clocked {
  readonly folder: string;
  time = START;
  #library: Library | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  get library(): Library {
    return this.#library!;
  }

  async open(): Promise<Library> {
    this.#library = await openLibrary({ folder: this.folder, now: () => this.time });
    return this.#library;
  }

  async close(): Promise<void> {
    await this.#library?.close();
    this.#library = null;
  }

  /** Opens it so many days later, if it was open that day and every other of them. */
  async live(days: number): Promise<void> {
    for (let day = 0; day < days; day++) {
      await this.close();
      this.time += DAY;
      await this.open();
    }
  }
}

async function clocked(pictures: number): Promise<Clocked> {
  const made = new Clocked(await temporaryFolder());
  onTestFinished(() => made.close());
  await made.open();
  for (let seed = 0; seed < pictures; seed++) {
    await made.library.save({ result: painted({ seed }), sweepId: null });
  }
  return made;
}

test('a start long after purges nothing by itself; the answer does, or keeps for 30 more days', async () => {
  const place = await clocked(3);
  place.library.pictures.trash({ ids: [1, 2] });
  await place.close();
  place.time += 40 * DAY;
  const late = await place.open();
  expect(late.reconciled.purged).toBe(0);
  expect(late.maintenance.doubtful()).toBe(2);
  // Also the day after, when the clock has not moved more than it should.
  await place.live(1);
  expect(place.library.reconciled.purged).toBe(0);
  expect(place.library.maintenance.doubtful()).toBe(2);

  place.library.maintenance.keepDoubtful();
  expect(place.library.maintenance.doubtful()).toBe(0);
  expect(place.library.pictures.facets().trashed).toBe(2);
  await place.live(29);
  expect(place.library.pictures.facets().trashed).toBe(2);
  await place.live(2);
  expect(place.library.pictures.facets().trashed).toBe(0);
});

test('what is asked about goes when the artist says so, files and all', async () => {
  const place = await clocked(2);
  const { path } = place.library.pictures.file(1)!;
  place.library.pictures.trash({ ids: [1] });
  await place.close();
  place.time += 400 * DAY;
  await place.open();
  await place.library.maintenance.purgeDoubtful();
  expect(existsSync(path)).toBe(false);
  expect(place.library.pictures.facets()).toMatchObject({ total: 1, trashed: 0 });
});

test('with the clock a year back the trash is emptied all the same', async () => {
  const place = await clocked(3);
  place.library.pictures.trash({ ids: [1, 2, 3] });
  place.time -= 365 * DAY;
  await place.library.pictures.emptyTrash();
  expect(place.library.pictures.facets()).toMatchObject({ total: 0, trashed: 0 });
});

test('a clock that is wrong while a picture is trashed does not purge it when it is right again', async () => {
  const place = await clocked(2);
  // A computer whose battery is empty starts in 1970; then the time comes from the network, in the same session.
  await place.close();
  place.time = 1000;
  await place.open();
  place.library.pictures.trash({ ids: [1] });
  place.time = START + DAY;
  await place.close();
  place.time += DAY;
  await place.open();
  expect(place.library.pictures.facets().trashed).toBe(1);
  expect(place.library.maintenance.doubtful()).toBe(1);
});

test('however the clock jumps, no picture goes that was not 30 days of use in the trash, or answered for', async () => {
  const jump = fc.constantFrom(-400, -31, -8, 8, 29, 31, 400);
  const step = fc.oneof(
    fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ kind: fc.constant('jump' as const), days: jump }),
    fc.record({ kind: fc.constant('jump while open' as const), days: jump }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) =>
      clocks.attempt(async () => {
        const place = await clocked(1);
        place.library.pictures.trash({ ids: [1] });
        let used = 0;
        let jumped = false;
        for (const { kind, days } of steps) {
          if (kind !== 'jump while open') await place.close();
          place.time += days * DAY;
          if (kind === 'jump while open') await place.close();
          await place.open();
          if (kind === 'days') used += days;
          else jumped = true;
          const isThere = place.library.pictures.facets().trashed === 1;
          if (used <= 30 || jumped) expect(isThere).toBe(true);
        }
        await place.close();
      }),
    ),
    { numRuns: rounds(15, 300), ...(rounds(1, 2) === 1 && { seed: 7 }) },
  );
}, 600_000);
