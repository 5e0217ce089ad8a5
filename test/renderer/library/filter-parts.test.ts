import { expect, test } from 'vitest';
import { activeParts, placeOnly, tidy, withoutPart } from '../../../src/renderer/library/filter/filter-parts.ts';
import type { PictureFilter } from '../../../src/shared/contract/pictures.ts';

const everything: PictureFilter = {
  text: 'fox',
  boardId: 3,
  tags: ['print', 'web'],
  starred: true,
  minRating: 4,
  chipIds: ['pcm', 'reram'],
  precisions: ['frugal'],
  joules: { min: 0.01, max: null },
  created: { min: 1, max: 2 },
  sweepId: 7,
};

test('each thing that narrows the list is one part, and the place is none', () => {
  expect(activeParts(everything).map(({ kind }) => kind)).toEqual([
    'text',
    'starred',
    'rating',
    'tag',
    'tag',
    'chip',
    'chip',
    'precision',
    'joules',
    'created',
    'sweep',
  ]);
  expect(activeParts({ boardId: 3 })).toEqual([]);
  expect(activeParts({ trash: true })).toEqual([]);
});

test('taking away one part leaves the others', () => {
  for (const part of activeParts(everything)) {
    const kept = activeParts(everything).filter((other) => JSON.stringify(other) !== JSON.stringify(part));
    expect(activeParts(withoutPart(everything, part))).toEqual(kept);
    expect(withoutPart(everything, part).boardId).toBe(3);
  }
});

test('taking away all of them leaves the place', () => {
  const left = activeParts(everything).reduce(withoutPart, everything);
  expect(left).toEqual({ boardId: 3 });
  expect(placeOnly(everything)).toEqual({ boardId: 3 });
});

test('what narrows nothing is left out', () => {
  expect(
    tidy({ text: '', tags: [], starred: false, minRating: undefined, joules: { min: null, max: null }, trash: true }),
  ).toEqual({ trash: true });
  expect(tidy({ joules: { min: 0, max: null } })).toEqual({ joules: { min: 0, max: null } });
});
