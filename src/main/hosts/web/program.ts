/** Options of the web host on its command line. */
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { wholeNumber } from '../../command-line/numbers.ts';
import { reportError } from '../../command-line/report-error.ts';
import { type ServeOptions, serve } from './serve.ts';

// The reader of the printed address may close the pipe; the studio is served all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Longest time that closing may take, milliseconds. Everything reported as done is on disk already. */
const LIMIT_MS = 15_000;

/**
 * After an uncaught exception or rejection the studio is in an unknown state: the error is printed, pending writes are
 * finished, and the next start repairs the rest.
 */
const failed = new AbortController();
process.on('uncaughtException', (error) => {
  const exitCode = reportError(error, false);
  process.exitCode = exitCode;
  // A failure to close changes nothing about the exit.
  if (failed.signal.aborted) return;
  setTimeout(() => process.exit(exitCode), LIMIT_MS).unref();
  failed.abort();
});

const program = new Command('ohmbrush')
  .description('The studio in a browser, for this machine only')
  .addOption(
    new Option('--port <n>', 'port on 127.0.0.1; 0 takes any (default: one that is free)').argParser(
      wholeNumber(0, 65535),
    ),
  )
  .option('--library <folder>', "where pictures are kept (default: in the user's data)")
  .option('--no-open', 'print the address and open no browser')
  .addOption(
    new Option('--screens <folder>', 'the built renderer')
      .default(fileURLToPath(new URL('../../../../out/renderer', import.meta.url)))
      .hideHelp(),
  )
  .helpOption('--help', 'say what it takes')
  .exitOverride()
  .configureOutput({ outputError: () => {} })
  .action((options: ServeOptions) => serve(options, failed.signal));

try {
  await program.parseAsync();
} catch (error) {
  const help = error instanceof CommanderError && error.exitCode === 0;
  if (!help) process.exitCode = reportError(error, false);
}
