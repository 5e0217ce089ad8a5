// `npm run test:reliability`: all of test/reliability at length, with a table of what was tried, survived and lost.
// Usage:
//   npm run test:reliability [-- file or flag of vitest ...]
import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './start/root.mjs';
import { exitCode } from './start/run-child.mjs';

/** For one test: its rounds are many, and the whole run is meant to take 15 minutes. */
const TEST_LIMIT_MS = 15 * 60_000;

const flags = process.argv.slice(2);
const files = flags.some((flag) => !flag.startsWith('-')) ? [] : ['test/reliability'];
const command = [
  process.execPath,
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  `--testTimeout=${TEST_LIMIT_MS}`,
  ...files,
  ...flags,
];

// Disks that are full, read-only or gone are mounted; who is not root may do so in namespaces of their own, if at all.
const namespaces = ['unshare', '--map-root-user', '--mount'];
const needsNamespaces = process.platform === 'linux' && process.getuid() !== 0;
if (needsNamespaces && spawnSync(namespaces[0], [...namespaces.slice(1), 'true']).status === 0) {
  command.unshift(...namespaces);
}

const { status, signal, error } = spawnSync(command[0], command.slice(1), {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, OHMBRUSH_RELIABILITY: 'all' },
});
if (error) throw error;
process.exitCode = exitCode(status, signal);
