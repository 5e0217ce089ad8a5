import { MOST_NAME, MOST_PROMPT } from '../../shared/bounds.ts';
import { cutText } from '../../shared/cut-text.ts';
import type { SamplerId } from '../../shared/recipe/recipe.ts';
import { SAMPLER_NAMES } from './a1111-parameters.ts';
import { readA1111Settings } from './a1111-settings.ts';

/** What the text of another tool tells; null where it does not. */
export interface A1111Parameters {
  prompt: string;
  negativePrompt: string;
  steps: number | null;
  /** Our id where it is one of ours, else the tool's own name. */
  sampler: string | null;
  guidance: number | null;
  seed: number | null;
  modelId: string | null;
  /** Chip and precision, which our own files name. */
  chipId: string | null;
  precision: string | null;
}

const NEGATIVE = 'Negative prompt:';

const SAMPLERS = new Map(
  Object.entries(SAMPLER_NAMES).map(([id, name]) => [name.toLowerCase(), id as SamplerId] as const),
);

/**
 * Reads the text under 'parameters' that AUTOMATIC1111's web UI began and many tools write: prompt, negative prompt, a
 * line of settings, each of them optional. Like the web UI it takes a last line for settings if it holds three or more;
 * anything else is prompt, so no text is refused. Takes linear time; prompts and names are cut to what a recipe of ours
 * may hold.
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
  const setting = (name: string) => unquoted(settings.get(name));
  const number = (...names: string[]) =>
    names.map((name) => parseNumber(setting(name))).find((n) => n !== null) ?? null;
  const word = (name: string) => cutText(setting(name) ?? '', MOST_NAME) || null;
  const steps = number('steps');
  const seed = number('seed');
  const sampler = word('sampler');
  return {
    prompt: cutText(before.join('\n').trim(), MOST_PROMPT),
    negativePrompt: cutText(after.join('\n').trimStart().slice(NEGATIVE.length).trim(), MOST_PROMPT),
    steps: Number.isSafeInteger(steps) ? steps : null,
    sampler: sampler && (SAMPLERS.get(sampler.toLowerCase()) ?? sampler),
    guidance: number('cfg scale', 'guidance scale', 'distilled cfg scale'),
    // Some tools have seeds of 64 bits: one that a double would round is another seed.
    seed: Number.isSafeInteger(seed) ? seed : null,
    modelId: word('model'),
    chipId: word('chip'),
    precision: word('precision'),
  };
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
