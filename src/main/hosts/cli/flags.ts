import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { BACKENDS, type BackendId, paintRequestSchema } from '../../../shared/engine/engine-protocol.ts';
import { nearest } from '../../../shared/nearest.ts';
import { recipeSchema, SAMPLERS, type SamplerId } from '../../../shared/recipe/recipe.ts';
import { parseNumber } from '../../command-line/numbers.ts';

/** The flags that `generate` and `compare` share, as commander hands them over; what was not given is not there. */
export interface PaintFlags {
  negative?: string;
  model?: string;
  steps?: number;
  guidance?: number;
  sampler?: SamplerId;
  seed?: number;
  chipSeed?: number;
  age?: number;
  size?: { width: number; height: number };
  backend?: BackendId;
  threads: number;
  out?: string;
  json?: boolean;
}

/** What `generate` takes beside those. */
export interface GenerateFlags extends PaintFlags {
  chip?: string;
  precision?: string;
  count?: number;
  from?: string;
  scale: number;
}

const { shape } = recipeSchema;

export function addPaintFlags(command: Command): Command {
  return command
    .option('--negative <text>', 'what the picture should not show')
    .option('--model <id|folder>', "a model of `ohmbrush models`, or a folder in diffusers' layout")
    .addOption(new Option('--steps <n>', "steps of the sampler (default: the model's)").argParser(number(shape.steps)))
    .addOption(
      new Option('--guidance <g>', "how strictly to follow the prompt (default: the model's)").argParser(
        number(shape.guidance),
      ),
    )
    .addOption(new Option('--sampler <id>', `${SAMPLERS.join(', ')} (default: the model's)`).argParser(oneOf(SAMPLERS)))
    .addOption(
      new Option('--seed <n>', 'seed of the picture (default: a random one, which is shown)').argParser(
        number(shape.seed),
      ),
    )
    .addOption(
      new Option('--chip-seed <n>', 'which physical chip: seed of its errors (default: 0)').argParser(
        number(shape.chipSeed),
      ),
    )
    .addOption(
      new Option('--age <seconds>', 'time since the chip was programmed (default: 0)').argParser(number(shape.age)),
    )
    .addOption(new Option('--size <WxH>', "pixels, such as 256x256 (default: the model's)").argParser(size))
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

/** A number within the bounds of a schema: the ranges stand in one place. */
function number(schema: z.ZodNumber): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!schema.safeParse(value).success) {
      const kind = schema.format === 'safeint' ? 'a whole number' : 'a number';
      throw new InvalidArgumentError(`It has to be ${kind} from ${schema.minValue} to ${schema.maxValue}.`);
    }
    return value;
  };
}

function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    const close = nearest(text, choices);
    throw new InvalidArgumentError(`${close ? `Did you mean ${close}? ` : ''}Choose one of ${choices.join(', ')}.`);
  };
}

function size(text: string): { width: number; height: number } {
  const match = /^(\d+)x(\d+)$/i.exec(text);
  if (!match) throw new InvalidArgumentError('It has to be width x height in pixels, such as 256x256.');
  const width = number(shape.width)(match[1]!);
  return { width, height: number(shape.height)(match[2]!) };
}

function pngName(text: string): string {
  if (!/\.png$/i.test(text))
    throw new InvalidArgumentError('Pictures are written as PNG, so the name has to end in .png.');
  return text;
}

/** A comma-separated list, each name once. */
export function list(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('It has to be names separated by commas, such as a,b.');
  return [...new Set(names)];
}
