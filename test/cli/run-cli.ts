import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BIN = join(import.meta.dirname, '../../bin/ohmbrush.mjs');

export interface CliRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program as users run it, in its own process, isolated from the tester's models and caches. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; bin?: string } = {},
): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [options.bin ?? BIN, ...args], {
    encoding: 'utf8',
    cwd: options.cwd,
    env: cliEnvironment(options.env),
  });
  return { status, stdout, stderr };
}

export function cliEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { OHMBRUSH_MODELS: _models, OHMBRUSH_DEBUG: _debug, ...rest } = process.env;
  // Dozens of processes are started: they share compiled sources.
  return { ...rest, NODE_COMPILE_CACHE: join(tmpdir(), 'ohmbrush-test-compile-cache'), ...more };
}
