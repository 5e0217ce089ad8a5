import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** A test file that needs Chromium, on a machine without it. */
function runWithoutChromium(ci: string | undefined) {
  const { CI: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', 'test/web/chromium.test.ts'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...env, NO_COLOR: '1', CHROMIUM: '/there/is/no/chromium', ...(ci === undefined ? {} : { CI: ci }) },
    },
  );
  return { status, said: stdout + stderr };
}

test('without Chromium the tests of the screens fail in CI, and say why', () => {
  const { status, said } = runWithoutChromium('true');
  expect(status).not.toBe(0);
  expect(said).toContain("'in Chromium' cannot be tested, and CI skips nothing: there is no /there/is/no/chromium");
});

test('elsewhere they are skipped, which the run says at its end', () => {
  const { status, said } = runWithoutChromium(undefined);
  expect(status, said).toBe(0);
  expect(said).toContain('NOT TESTED on this machine');
  expect(said).toContain('there is no /there/is/no/chromium');
});

test('every file that starts a browser or the app goes by the same rule', () => {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT }).filter((file) =>
    /from 'playwright-core'|\/open-studio\.ts'|from '\.\/app\.ts'/.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(files.length).toBeGreaterThan(10);
  const others = files.filter((file) => !readFileSync(join(ROOT, file), 'utf8').includes('describeUnless('));
  expect(others).toEqual([]);
});

test('the script of CI says that it is one', () => {
  expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toMatch(/^export CI=/m);
});
