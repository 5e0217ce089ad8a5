import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const BIN = join(import.meta.dirname, '../../bin/ohmbrush.mjs');
const ROOT = join(import.meta.dirname, '../..');

/**
 * Every file that a person or a host can start with Node, in the sources and the build. The build of the native kernels
 * is left out: npm runs it with any Node.
 */
const ENTRIES = [
  ...readdirSync(join(ROOT, 'bin')).map((name) => `bin/${name}`),
  ...readdirSync(join(ROOT, 'scripts'))
    .filter((name) => name.endsWith('.mjs') && name !== 'build-native.mjs')
    .map((name) => `scripts/${name}`),
  'training/paint-prompts.mjs',
  'out/main/hosts/web/index.js',
  'out/worker/engine.js',
].map((path) => join(ROOT, path));

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
  expectGuard(pretend(version, join(ROOT, 'scripts/require-node.mjs')), version);
});

test.each(['24.12.0', '25.0.0', '26.1.0'])('Node %s is taken', (version) => {
  expect(pretend(version, BIN)).toMatchObject({ status: 0, stderr: '' });
});

describe('an old Node starts nothing', () => {
  test.each(ENTRIES)('%s', (entry) => {
    expectGuard(pretend('22.22.1', entry), '22.22.1');
  });
});

/**
 * Real old Nodes on this machine: their parser, not only their version number, has to accept the guard.
 */
const oldNodes = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  .map((folder) => join(folder, 'node'))
  .filter(existsSync)
  .map((node) => ({
    node,
    version: spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim(),
  }))
  .filter(({ version }) => Number(version.split('.')[0]) < 24)
  .filter(({ version }, i, all) => all.findIndex((other) => other.version === version) === i);

test.skipIf(oldNodes.length === 0)('a real old Node gets the same line from each', () => {
  for (const { node, version } of oldNodes) {
    for (const entry of ENTRIES) expectGuard(spawnSync(node, [entry, '--version'], { encoding: 'utf8' }), version);
  }
});
