/** The command line host. Started by bin/ohmbrush.mjs, which has checked the Node version. */
import { CommanderError } from 'commander';
import { reportError } from '../../command-line/report-error.ts';
import { createProgram } from './program.ts';

// `npm run` changes to the package's folder; paths are relative to the folder where the user called it.
if (process.env.npm_lifecycle_event === 'ohmbrush' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

// A reader that closes the pipe early (`| head`) is no failure; the picture is written all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const wantsJson = process.argv.includes('--json');

// Last resort for errors thrown outside of any await; otherwise users would see a stack trace.
process.on('uncaughtException', (error) => {
  process.exitCode = reportError(error, wantsJson);
  process.exit();
});

try {
  await createProgram().parseAsync();
} catch (error) {
  const help = error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help');
  if (!help) process.exitCode = reportError(error, wantsJson);
  else if (error.exitCode !== 0) process.exitCode = 2;
}
