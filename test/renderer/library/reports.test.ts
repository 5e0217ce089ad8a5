import { expect, test } from 'vitest';
import { exportSize } from '../../../src/renderer/library/export/export-size.ts';
import { type ImportOutcome, importReport } from '../../../src/renderer/library/import/import-report.ts';

test('an import is summed up by what became of each file', () => {
  const outcomes: ImportOutcome[] = [
    { imported: { id: 7, outcome: 'new', knows: 'recipe', unread: null } },
    { imported: { id: 8, outcome: 'new', knows: 'nothing', unread: null } },
    {
      imported: { id: 9, outcome: 'new', knows: 'nothing', unread: { state: 'future', format: 'recipe', version: 2 } },
    },
    { imported: { id: 3, outcome: 'existing', knows: 'nothing', unread: null } },
    { imported: { id: 4, outcome: 'restored', knows: 'parameters', unread: null } },
    { refusal: { fileName: 'a.jpg', what: 'a.jpg is not a PNG', todo: 'Give an undamaged PNG' } },
    { imported: { id: 7, outcome: 'existing', knows: 'recipe', unread: null } },
  ];
  expect(importReport(outcomes)).toEqual({
    added: 3,
    existing: 2,
    restored: 1,
    // What was there before has said nothing new.
    withoutRecipe: 1,
    unread: [{ what: 'recipe', id: '9', unread: { state: 'future', format: 'recipe', version: 2 } }],
    refusals: [{ fileName: 'a.jpg', what: 'a.jpg is not a PNG', todo: 'Give an undamaged PNG' }],
    ids: [7, 8, 9, 3, 4],
  });
});

test('the size of exported files is said where they have one', () => {
  const small = { width: 128, height: 96 };
  expect(exportSize([small], 4)).toEqual({ width: 512, height: 384 });
  expect(exportSize([small, { ...small }], 1)).toEqual(small);
  expect(exportSize([small, { width: 96, height: 128 }], 1)).toBeNull();
  expect(exportSize([], 2)).toBeNull();
});
