import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const WIDTH = 120;

/** A literal that takes half a line stays whole: a name of a test, a text, an address. */
const LITERAL = /(['"`])(?:\\.|(?!\1).){60,}/;
/** The lines of a template have no quotes of their own: SQL of a migration that has run, lists of words, SVG. */
const TEMPLATES = [
  'src/main/database/migrations/',
  'src/shared/locales/',
  'scripts/write-notices.mjs',
  'test/files/read-a1111-parameters.test.ts',
  'test/library/fill.ts',
];

test(`no line of code or comment is longer than ${WIDTH} columns`, () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' }).split('\n');
  const ours = files.filter(
    (file) => /\.(ts|tsx|mjs|cpp|h|css|py)$/.test(file) && !TEMPLATES.some((whole) => file.startsWith(whole)),
  );
  const long = ours.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, i) => ([...line].length > WIDTH && !LITERAL.test(line) ? [`${file}:${i + 1}`] : [])),
  );
  expect(ours.length).toBeGreaterThan(500);
  expect(long).toEqual([]);
});
