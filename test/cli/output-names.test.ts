import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outputNames } from '../../src/main/hosts/cli/output-names.ts';

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-names-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const names = (out: string | undefined, ...pictures: { prompt: string; seed: number }[]) =>
  outputNames(out, pictures).map((path) => basename(path));

test('a given name is kept, and numbered when there are several pictures', () => {
  writeFileSync('a.png', '');
  expect(names('a.png', { prompt: 'x', seed: 1 })).toEqual(['a.png']);
  expect(names('sub/a.PNG', { prompt: 'x', seed: 1 }, { prompt: 'x', seed: 2 })).toEqual(['a-1.PNG', 'a-2.PNG']);
});

test('without a name it is made of prompt and seed, and hits no file that is there', () => {
  const picture = { prompt: 'A red Apple, 3D style!', seed: 42 };
  expect(names(undefined, picture)).toEqual(['a-red-apple-3d-style-42.png']);
  writeFileSync('a-red-apple-3d-style-42.png', '');
  expect(names(undefined, picture)).toEqual(['a-red-apple-3d-style-42-2.png']);
  writeFileSync('a-red-apple-3d-style-42-2.png', '');
  expect(names(undefined, picture, { ...picture, seed: 43 })).toEqual([
    'a-red-apple-3d-style-42-3.png',
    'a-red-apple-3d-style-43.png',
  ]);
});

test.each([
  ['../../etc/passwd', 'etc-passwd-1.png'],
  ['🍎', 'picture-1.png'],
  ['', 'picture-1.png'],
  ['りんご', 'りんご-1.png'],
  ['x'.repeat(500), `${'x'.repeat(60)}-1.png`],
  ['一只在雪地里奔跑的红色小狐狸卡通贴纸风格高清', '一只在雪地里奔跑的红色小狐狸卡通贴纸风格-1.png'],
])('the prompt %j makes the harmless name %s', (prompt, name) => {
  expect(names(undefined, { prompt, seed: 1 })).toEqual([name]);
});
