import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileStem, pictureNames } from '../../src/main/exports/file-names.ts';

test('names are unique without regard to case, and legal on Windows, whatever the prompts are', () => {
  const prompt = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 70 }),
    fc.constantFrom('a 7', 'A', 'a', 'CON', 'nul', 'ß', ''),
  );
  const seed = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(fc.record({ prompt, seed }), { maxLength: 12 }), (pictures) => {
      const names = pictureNames(pictures);
      expect(new Set(names.map((name) => name.toUpperCase())).size).toBe(pictures.length);
      for (const name of names) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what Windows forbids
        expect(name).not.toMatch(/[<>:"/\\|?*\u0000-\u001f]|^\.|[. ]$/);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com[0-9]|lpt[0-9])\./i);
        expect(Buffer.byteLength(name)).toBeLessThan(100);
      }
    }),
  );
});

test('a name of a Windows device is changed, a word that begins like one is not', () => {
  expect(['CON', 'Lpt1', 'nul', 'console', 'COM10'].map(fileStem)).toEqual([
    'con-',
    'lpt1-',
    'nul-',
    'console',
    'com10',
  ]);
});
