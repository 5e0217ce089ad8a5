import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { passSignals } from './pass-signals.mjs';

/**
 * A program that one of these signals ends this early could not start: the system forbids its sandbox, or a shared
 * library is missing.
 */
const DEATHS = ['SIGABRT', 'SIGTRAP', 'SIGSEGV', 'SIGILL', 'SIGBUS'];
const STILLBORN_MS = 5000;

/**
 * Runs the studio in the folder where the user called it. This process then exits with the same code.
 *
 * @returns {Promise<string | null>} why it could not even start, or null
 */
export function runChild(program, args) {
  const started = performance.now();
  const child = spawn(program, args, { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
  passSignals(child);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (DEATHS.includes(signal) && performance.now() - started < STILLBORN_MS) {
        resolve(`it could not start (${signal})`);
        return;
      }
      process.exitCode = exitCode(code, signal);
      resolve(null);
    });
  });
}

/** Exit code as a shell reports it. */
export function exitCode(code, signal) {
  return code ?? 128 + constants.signals[signal];
}
