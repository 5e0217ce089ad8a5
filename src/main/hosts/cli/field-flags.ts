import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { nearest } from '../../../shared/nearest.ts';
import { FIELDS } from '../../../shared/recipe/fields/list.ts';
import { type FieldId, fieldOf, fieldsInOrder } from '../../../shared/recipe/fields.ts';
import { parseNumber } from '../../command-line/numbers.ts';

/** Chip and precision used when no flag names any. */
export const DEFAULT_CHIP = 'pcm';
export const DEFAULT_PRECISION = 'balanced';

/** The fields' flags as commander delivers them; flags that were not given are absent. */
export interface FieldFlags {
  readonly model?: string;
  readonly chip?: string;
  readonly precision?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly [flag: string]: unknown;
}

/** In the order in which `--help` shows them. */
const FIRST = [
  'negativePrompt',
  'chip',
  'precision',
  'model',
  'steps',
  'guidance',
  'sampler',
  'seed',
  'chipSeed',
  'age',
  'width',
] as const satisfies FieldId[];

/** Fields that have a flag, in that order. */
export function flaggedFields(): FieldId[] {
  return fieldsInOrder(...FIRST).filter((id) => fieldOf(id).flag !== null);
}

/** Adds the flags of these fields. */
export function addFieldFlags(command: Command, ids: readonly FieldId[]): void {
  for (const id of ids) command.addOption(optionOf(id));
}

/** '--chip-seed' and its value; undefined if it was not given. */
export function given(id: FieldId, flags: FieldFlags): { flag: string; value: unknown } {
  const option = optionOf(id);
  return { flag: option.long ?? option.flags, value: flags[option.attributeName()] };
}

function optionOf(id: FieldId): Option {
  const { flags, help } = fieldOf(id).flag!;
  const option = new Option(flags, help + defaultText(id));
  const parse = parserOf(id);
  return parse ? option.argParser(parse) : option;
}

function defaultText(id: FieldId): string {
  if (id === 'chip') return ` (default: ${DEFAULT_CHIP})`;
  if (id === 'precision') return ` (default: ${DEFAULT_PRECISION})`;
  const { default: fallback } = fieldOf(id);
  if (fallback === 'model') return " (default: the model's)";
  return typeof fallback === 'object' && fallback.value !== '' ? ` (default: ${fallback.value})` : '';
}

/** undefined: a text, or a name that request.ts resolves. */
function parserOf(id: FieldId): ((text: string) => unknown) | undefined {
  if (id === 'width') return size;
  const { schema } = fieldOf(id);
  if (schema instanceof z.ZodNumber) return number(schema);
  return schema instanceof z.ZodEnum ? oneOf(schema.options.map(String)) : undefined;
}

/** A number within the bounds of the field's schema, so that ranges are defined in one place. */
export function number(schema: z.ZodNumber): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!schema.safeParse(value).success) {
      const kind = schema.format === 'safeint' ? 'a whole number' : 'a number';
      throw new InvalidArgumentError(`It has to be ${kind} from ${schema.minValue} to ${schema.maxValue}.`);
    }
    return value;
  };
}

export function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
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
  const width = number(FIELDS.width.schema)(match[1]!);
  return { width, height: number(FIELDS.height.schema)(match[2]!) };
}
