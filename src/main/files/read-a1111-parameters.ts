import { z } from 'zod';
import { MOST_NAME, MOST_PROMPT } from '../../shared/bounds.ts';
import { cutText } from '../../shared/cut-text.ts';
import { type FieldId, fieldOf, fieldsInOrder } from '../../shared/recipe/fields.ts';
import type { Said } from '../../shared/recipe/listed.ts';
import { readA1111Settings } from './a1111-settings.ts';

/** Fields found in the text of another tool; null where it has none. A sampler has our id where it is one of ours. */
export interface A1111Parameters extends Said {
  prompt: string;
  negativePrompt: string;
}

const NEGATIVE = 'Negative prompt:';

/**
 * Reads the text under 'parameters' that AUTOMATIC1111's web UI introduced and many tools write: prompt, negative
 * prompt and a line of settings, each optional. Like the web UI it takes the last line as settings if it holds three or
 * more; everything else is prompt, so no text is refused. Takes linear time. Prompts and names are cut to the length
 * that a recipe allows.
 */
export function readA1111Parameters(text: string): A1111Parameters {
  const lines = text.replaceAll('\r\n', '\n').trim().split('\n');
  const found = readA1111Settings(lines.at(-1)!);
  const isSettings = found.length >= 3;
  const settings = new Map(
    isSettings ? found.map(([name, value]) => [name.trim().toLowerCase(), value.trim()] as const) : [],
  );
  const prompts = isSettings ? lines.slice(0, -1) : lines;
  const negative = prompts.findIndex((line) => line.trimStart().startsWith(NEGATIVE));
  const [before, after] = negative < 0 ? [prompts, []] : [prompts.slice(0, negative), prompts.slice(negative)];
  const said = fieldsInOrder().map((id) => [id, read(id, (name) => unquoted(settings.get(name.toLowerCase())))]);
  return {
    ...(Object.fromEntries(said) as Said),
    prompt: cutText(before.join('\n').trim(), MOST_PROMPT),
    negativePrompt: cutText(after.join('\n').trimStart().slice(NEGATIVE.length).trim(), MOST_PROMPT),
  };
}

/** The value of a field in the settings. Numbers may have any size, because other tools have other bounds. */
function read(id: FieldId, setting: (name: string) => string | undefined): string | number | null {
  const { a1111, schema } = fieldOf(id);
  if (!a1111) return null;
  const { name, aliases = [], values = {} } = a1111;
  if (!(schema instanceof z.ZodNumber)) {
    const text = cutText(setting(name) ?? '', MOST_NAME) || null;
    const ours = Object.keys(values).find((value) => values[value]!.toLowerCase() === text?.toLowerCase());
    return ours ?? text;
  }
  const number = [name, ...aliases].map((each) => parseNumber(setting(each))).find((n) => n !== null) ?? null;
  // Some tools use 64-bit seeds: rounding one to a double would give another seed.
  return schema.format === 'safeint' && !Number.isSafeInteger(number) ? null : number;
}

function parseNumber(value: string | undefined): number | null {
  if (value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function unquoted(value: string | undefined): string | undefined {
  if (!value?.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
