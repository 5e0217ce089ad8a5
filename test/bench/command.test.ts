import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, cliEnvironment, runCli } from '../cli/run-cli.ts';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'ohmbrush-bench-'));
});
afterAll(() => rmSync(cache, { recursive: true }));

function bench(...args: string[]) {
  return runCli(['bench', ...args], { env: { XDG_CACHE_HOME: cache } });
}

const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0 && value < 1e15);

test('--json prints one document with the figures of the sections asked for', () => {
  const { status, stdout } = bench('--quick', '--only', 'threads,kernel', '--threads', '2', '--json');
  expect(status).toBe(0);
  const report = JSON.parse(stdout);
  expect(Object.keys(report).sort()).toEqual(
    'backend backendDetail cores cpu kernel memoryBytes node quick seconds skipped system threadCount threads'.split(
      ' ',
    ),
  );
  expect(report).toMatchObject({
    cpu: expect.stringMatching(/\S/),
    cores: positive,
    threadCount: 2,
    quick: true,
    seconds: positive,
    threads: { speedup: positive, threads: 2 },
    kernel: { noiseCost: expect.any(Number), bitSerialGmacs: positive },
  });
  const { kernel, backend } = report;
  expect(kernel.shapes).toHaveLength(5);
  for (const shape of kernel.shapes) expect(shape).toMatchObject({ gmacs: positive, allThreadsGmacs: positive });
  // The peak is that of native instructions.
  expect(kernel.shareOfPeak).toEqual(backend === 'native' ? positive : null);
});

test.each([
  [['--only', 'kernl'], 'Did you mean kernel'],
  [['--only', 'speed'], 'Choose from kernel, unetStep'],
  [['--threads', '0'], 'from 1 to 256'],
])('bad usage: %j', (args, says) => {
  const { status, stdout, stderr } = bench(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
});

test('Ctrl-C ends it and leaves no report', async () => {
  const child = spawn(process.execPath, [BIN, 'bench', '--only', 'sd15Step', '--json'], {
    env: cliEnvironment({ XDG_CACHE_HOME: cache }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  // The measuring process reports once it is at work.
  child.stderr.on('data', (chunk) => {
    if (stderr === '') child.kill('SIGINT');
    stderr += chunk;
  });
  // Comes when every process that holds the pipes has ended, the measuring one too.
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect(status).toBe(1);
  expect(stderr).toContain('ohmbrush: the run was cancelled');
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cancelled' } });
});
