import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';

const BIN = join(import.meta.dirname, '../../bin/ohmbrush.mjs');
const REQUIRE_NODE = join(import.meta.dirname, '../../scripts/require-node.mjs');

function expectGuard(run: { status: number | null; stdout: string; stderr: string }, version: string) {
  expect(run.status).toBe(1);
  expect(run.stdout).toBe('');
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(run.stderr).toContain(`this is Node ${version}`);
  expect(run.stderr).toContain('npm run -s ohmbrush');
}

function pretend(version: string, script: string) {
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const preload = `data:text/javascript,${encodeURIComponent(code)}`;
  return spawnSync(process.execPath, ['--import', preload, script, '--version'], { encoding: 'utf8' });
}

test.each(['18.20.0', '22.22.1', '24.11.9'])('Node %s is refused in one line', (version) => {
  expectGuard(pretend(version, BIN), version);
  expectGuard(pretend(version, REQUIRE_NODE), version);
});

test.each(['24.12.0', '25.0.0', '26.1.0'])('Node %s is taken', (version) => {
  expect(pretend(version, BIN)).toMatchObject({ status: 0, stderr: '' });
});

/** Nodes on the PATH that are really too old: their parser, not only their version, has to get through the guard. */
const oldNodes = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter(existsSync)
  .map((node) => ({
    node,
    version: spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim(),
  }))
  .filter(({ version }) => Number(version.split('.')[0]) < 24);

test.skipIf(oldNodes.length === 0)('a real old Node on the PATH gets the same line', () => {
  for (const { node, version } of oldNodes)
    expectGuard(spawnSync(node, [BIN, '--version'], { encoding: 'utf8' }), version);
});
