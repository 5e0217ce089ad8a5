import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { BACKENDS, type BackendId, paintRequestSchema } from '../../../shared/engine/engine-protocol.ts';
import { addFieldFlags, type FieldFlags, flaggedFields, number, oneOf } from './field-flags.ts';

/** The flags that `generate` and `compare` share, as commander delivers them; flags that were not given are absent. */
export interface PaintFlags extends FieldFlags {
  backend?: BackendId;
  threads: number;
  out?: string;
  json?: boolean;
}

/** Further flags of `generate`. */
export interface GenerateFlags extends PaintFlags {
  count?: number;
  from?: string;
  scale: number;
}

export function addPaintFlags(command: Command): Command {
  addFieldFlags(
    command,
    flaggedFields().filter((id) => id !== 'chip' && id !== 'precision'),
  );
  return command
    .addOption(
      new Option('--backend <id>', `${BACKENDS.join(', ')} (default: the fastest that works here)`).argParser(
        oneOf(BACKENDS),
      ),
    )
    .addOption(
      new Option('--threads <n>', 'threads to compute on; changes no bit of the picture')
        .argParser(number(paintRequestSchema.shape.threads))
        .default(Math.min(availableParallelism(), paintRequestSchema.shape.threads.maxValue ?? 1)),
    )
    .addOption(new Option('--out <file.png>', 'where to write').argParser(pngName))
    .option('--json', 'print one JSON document and nothing else on stdout');
}

function pngName(text: string): string {
  if (!/\.png$/i.test(text))
    throw new InvalidArgumentError('Pictures are written as PNG, so the name has to end in .png.');
  return text;
}

/** A comma-separated list without duplicates. */
export function list(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It has to be names separated by commas, such as a,b.');
  return [...new Set(names)];
}
