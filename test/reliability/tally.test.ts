import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Runs a test file, in a folder of its own, with the suite's own configuration. */
function run(source: string, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ohmbrush-tally-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'test'));
  const tally = JSON.stringify(join(import.meta.dirname, 'tally.ts'));
  const imports = `import { expect, test } from 'vitest';\nimport { group, rounds } from ${tally};\n`;
  writeFileSync(join(folder, 'test/planted.test.ts'), imports + source);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return spawnSync(process.execPath, [vitest, 'run', '--root', folder, '--config', join(root, 'vitest.config.ts')], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', OHMBRUSH_RELIABILITY: '', ...env },
    encoding: 'utf8',
  });
}

/** Group -> tried, survived, lost, as they stand in the printed table. */
function table(stdout: string): Record<string, number[]> {
  const rows = stdout.matchAll(/^ {2}(\w+)\s+(\d+)\s+(\d+)\s+(\d+)$/gm);
  return Object.fromEntries([...rows].map(([, name, ...figures]) => [name, figures.map(Number)]));
}

test('the groups of all tests are added up, and a run that lost nothing passes', () => {
  const { status, stdout } = run(`
    const kills = group('kills');
    test('one', async () => {
      for (let round = 0; round < rounds(2, 5); round++) await kills.attempt(async () => {});
    });
    test('two', () => {
      expect(kills.attempt(() => 7)).toBe(7);
      group('disks').attempt(() => {});
    });`);
  expect(table(stdout)).toEqual({ kills: [3, 3, 0], disks: [1, 1, 0], all: [4, 4, 0] });
  expect(status).toBe(0);
});

test('what throws, breaks its promise or never ends is lost, and the run fails', () => {
  const { status, stdout } = run(
    `
    const kills = group('kills');
    test('thrown', () => kills.attempt(() => { throw new Error('gone'); }));
    test('rejected', () => kills.attempt(async () => { throw new Error('gone'); }));
    test('never', () => kills.attempt(() => new Promise(() => {})), 100);
    test('survives', async () => {
      for (let round = 0; round < rounds(2, 5); round++) await kills.attempt(async () => {});
    });`,
    { OHMBRUSH_RELIABILITY: 'all' },
  );
  expect(table(stdout)).toEqual({ kills: [8, 5, 3], all: [8, 5, 3] });
  expect(status).toBe(1);
});
