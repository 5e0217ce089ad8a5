import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Library } from '../../src/main/library/open-library.ts';
import { matchExpression } from '../../src/main/library/search-text.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

const PROMPTS = [
  'a red apple, 3d style',
  'a green pineapple beside a lamp',
  'Café crème on a table',
  '一只红色的苹果，三维风格',
  '红苹果树下的小猫 watercolour',
  'りんごとコーヒー',
  'НОЧЬ над рекой',
  'snow_white and rock\'n\'roll, "quoted"',
];

async function withPrompts(): Promise<(text: string) => string[]> {
  const library: Library = await testLibrary();
  for (const [seed, prompt] of PROMPTS.entries()) {
    await library.save({ result: painted({ prompt, seed }), sweepId: null });
  }
  return (text) =>
    library.pictures
      .list({ filter: { text }, sort: 'oldest', offset: 0, limit: 100 })
      .items.map(({ prompt }) => prompt);
}

describe('search', () => {
  test('finds what it should and nothing else', async () => {
    const search = await withPrompts();
    const numbers = (text: string) => search(text).map((prompt) => PROMPTS.indexOf(prompt));
    expect(numbers('apple')).toEqual([0]);
    expect(numbers('app')).toEqual([0]);
    expect(numbers('RED app')).toEqual([0]);
    expect(numbers('apple red')).toEqual([0]);
    expect(numbers('red pineapple')).toEqual([]);
    expect(numbers('3d')).toEqual([0]);
    expect(numbers('cafe creme')).toEqual([2]);
    expect(numbers('苹果')).toEqual([3, 4]);
    expect(numbers('红苹')).toEqual([4]);
    expect(numbers('色的苹')).toEqual([3]);
    expect(numbers('果苹')).toEqual([]);
    expect(numbers('猫')).toEqual([4]);
    expect(numbers('苹果 water')).toEqual([4]);
    expect(numbers('苹果water')).toEqual([4]);
    expect(numbers('苹果，三维')).toEqual([3]);
    expect(numbers('コーヒー')).toEqual([5]);
    expect(numbers('ночь')).toEqual([6]);
    expect(numbers('snow_white')).toEqual([7]);
    expect(numbers("rock'n")).toEqual([7]);
  });

  test('words of the query language are only words', async () => {
    const search = await withPrompts();
    expect(search('apple AND red')).toEqual([]);
    expect(search('NOT apple')).toEqual([]);
    expect(search('apple OR lamp')).toEqual([]);
    expect(search('words:apple')).toEqual([]);
    expect(search('apple" OR "lamp')).toEqual([]);
    expect(search('"quoted"')).toEqual([PROMPTS[7]]);
    expect(search('app*')).toEqual([PROMPTS[0]]);
    expect(search('^apple')).toEqual([PROMPTS[0]]);
    expect(search('(red')).toEqual([PROMPTS[0]]);
  });

  test('signs alone search for nothing, and so narrow nothing', async () => {
    const search = await withPrompts();
    expect(matchExpression(' ,"*()- ')).toBeNull();
    expect(search('"*')).toHaveLength(PROMPTS.length);
  });

  test('nothing that can be typed breaks it', async () => {
    const search = await withPrompts();
    const special = fc.constantFrom(
      '"',
      '*',
      'OR',
      'NEAR(',
      ')',
      ':',
      '^',
      '-',
      '+',
      '{',
      '红',
      'é',
      '\0',
      '\ud800',
      ' ',
      'ー',
      '。',
      "'",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 40 }),
          fc.array(special).map((parts) => parts.join('')),
        ),
        (text) => void search(text.slice(0, 500)),
      ),
      { numRuns: 150 },
    );
  });

  test('every run of characters of a Chinese prompt finds it', async () => {
    const search = await withPrompts();
    const prompt = '一只红色的苹果';
    for (let start = 0; start < prompt.length; start++) {
      for (let end = start + 1; end <= prompt.length; end++) {
        expect(search(prompt.slice(start, end))).toContain(PROMPTS[3]);
      }
    }
  });
});
