import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/check-expressions.mjs');

/** The check over a tree with one file, whose `$[...]` stand for what a template is filled with. */
function check(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'ohmbrush-expressions-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/planted.ts'), text.replace(/\$\[([\w.]+)\]/g, '$${$1}'));
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, folder], { encoding: 'utf8' });
  return { status, stderr };
}

test('linear expressions pass, also those that are put together from literals of the file', () => {
  const text = [
    'export const a = /^[a-z][a-z0-9-]{0,39}$/.test("x");',
    'const LETTER = /[a-z]/u;',
    "export const each = new RegExp(LETTER, 'gu');",
    "export const runs = new RegExp(`(?:$[LETTER.source])+`, 'u');",
  ];
  expect(check(text.join('\n'))).toEqual({ status: 0, stderr: '' });
});

test.each([
  ['exponential', 'export const x = /^(a+)+$/.test("a");'],
  ['quadratic', 'export const x = /^\\d+\\.?\\d*$/.test("1");'],
  ['quadratic', 'export const x = "a".replace(/\\s+$/, "");'],
  // The web UI's own pattern, which took minutes on a 4 kB picture.
  ['quadratic', 'export const x = /\\s*(\\w[\\w \\-/]+):\\s*("(?:\\\\.|[^\\\\"])+"|[^,]*)(?:,|$)/g.exec("");'],
  ['quadratic', 'const SPACES = / +/;\nexport const x = new RegExp(`a$[SPACES.source]$[SPACES.source]b`);'],
  ['cannot be analysed', 'export const make = (glob: string) => new RegExp(`^$[glob]$`);'],
  ['cannot be analysed', 'export const make = (source: string) => RegExp(source);'],
])('%s: %s is caught', (why, text) => {
  const { status, stderr } = check(text);
  expect(status).toBe(1);
  expect(stderr).toContain(why);
  expect(stderr).toMatch(/^src\/planted\.ts:\d+: /);
});

test('a run that found no expressions fails instead of passing in silence', () => {
  expect(check('export const a = 1;')).toMatchObject({ status: 1 });
});
