import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/check-imports.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-imports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function plant(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function check(target = folder) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [SCRIPT, target], { encoding: 'utf8' });
  return { status, stderr, stdout };
}

/** A small tree that keeps every rule. */
const CLEAN = {
  'src/shared/recipe.ts': 'export interface Recipe { seed: number }\n',
  'src/worker/engine.ts':
    "import type { Recipe } from '../shared/recipe.ts';\nexport const run = (recipe: Recipe) => recipe.seed;\n",
  'src/main/files/files.ts':
    "import type { Recipe } from '../../shared/recipe.ts';\nexport const save = (recipe: Recipe) => recipe;\n",
  'src/main/studio.ts': "import { save } from './files/files.ts';\nexport const studio = { save };\n",
  'src/main/hosts/cli/cli.ts': "import { studio } from '../../studio.ts';\nexport const cli = studio;\n",
};

test('a tree that keeps the rules passes', () => {
  plant(CLEAN);
  expect(check()).toMatchObject({ status: 0, stderr: '' });
});

test.each([
  ['nothing-imports-a-host', 'src/main/files/bad.ts', "export { cli } from '../hosts/cli/cli.ts';\n"],
  ['hosts-stand-alone', 'src/main/hosts/web/bad.ts', "export { cli } from '../cli/cli.ts';\n"],
  ['only-hosts-import-the-studio', 'src/main/files/bad.ts', "export { studio } from '../studio.ts';\n"],
  ['main-knows-only-types-of-the-worker', 'src/main/bad.ts', "export { run } from '../worker/engine.ts';\n"],
  ['worker-imports-only-shared', 'src/worker/bad.ts', "export { save } from '../main/files/files.ts';\n"],
  ['screen-imports-only-shared', 'src/renderer/bad.ts', "export { save } from '../main/files/files.ts';\n"],
  [
    'shared-stands-alone',
    'src/shared/bad.ts',
    "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  ],
  ['node-stands-alone', 'src/node/bad.ts', "export { save } from '../main/files/files.ts';\n"],
  ['only-the-electron-host-imports-electron', 'src/main/bad.ts', "export { app } from 'electron';\n"],
  ['no-cycles', 'src/worker/a.ts', "import { b } from './b.ts';\nexport const a = () => b;\n"],
  ['everything-resolves', 'src/worker/bad.ts', "export { gone } from './gone.ts';\n"],
])('%s is caught', (rule, path, text) => {
  plant({
    ...CLEAN,
    'src/worker/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    'src/worker/a.ts': 'export const a = 1;\n',
  });
  plant({ [path]: text });
  const { status, stderr } = check();
  expect(status).toBe(1);
  expect(stderr).toContain(rule);
});

const CIRCLE = {
  'src/main/a/one.ts': "export { two } from '../b/two.ts';\n",
  'src/main/b/two.ts': "export { three } from '../c/three.ts';\n",
  'src/main/b/other.ts': 'export const other = 1;\n',
  'src/main/c/three.ts': 'export const three = 3;\n',
  'src/main/c/four.ts': "export { other } from '../b/other.ts';\n",
};

test('folders that import each other in a circle are caught, though no files do', () => {
  plant({ ...CLEAN, ...CIRCLE });
  const { status, stderr } = check();
  expect(status).toBe(1);
  expect(stderr).toContain('src/main/b/two.ts -> src/main/c/three.ts');
  expect(stderr).toContain('src/main/c/four.ts -> src/main/b/other.ts');
  expect(stderr).toContain('no-folder-circles');
  expect(stderr).not.toContain('src/main/a/one.ts');
});

test('a folder and one inside it may use each other', () => {
  plant({
    ...CLEAN,
    'src/main/a/outer.ts': "export { inner } from './in/inner.ts';\n",
    'src/main/a/base.ts': 'export const base = 1;\n',
    'src/main/a/in/inner.ts': "import { base } from '../base.ts';\nexport const inner = base;\n",
  });
  expect(check()).toMatchObject({ status: 0, stderr: '' });
});

test('a run that read no modules fails instead of passing in silence', () => {
  mkdirSync(join(folder, 'src'));
  const { status, stderr } = check();
  expect(status).toBe(1);
  expect(stderr).toContain('read 0 modules');
});
