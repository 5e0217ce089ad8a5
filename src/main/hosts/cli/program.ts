import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBench } from './bench-command.ts';
import { addChips } from './chips-command.ts';
import { addCompare } from './compare.ts';
import { addGenerate } from './generate.ts';
import { addLibrary } from './library-command.ts';
import { addModels } from './models-command.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));

/** The whole command line. Parsing throws CommanderError instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('ohmbrush')
    .description(
      'Paint with a diffusion model on an emulated compute-in-memory chip, and see what the picture costs in joules.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'say what a command takes')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    // Errors are reported in one place, command-line/report-error.ts.
    .configureOutput({ outputError: () => {} })
    .addHelpText(
      'after',
      '\nExample:\n  ohmbrush generate "a red apple, 3d style" --out apple.png\n\n' +
        'From a clone: npm run -s ohmbrush -- generate "a red apple, 3d style" --out apple.png\n' +
        'Exit codes: 0 done, 1 failed, 2 bad usage.',
    );
  addGenerate(program);
  addCompare(program);
  addChips(program);
  addModels(program);
  addLibrary(program);
  addBench(program);
  return program;
}
