import { z } from 'zod';
import { parseJson } from '../../shared/bounded-json.ts';
import { cutText } from '../../shared/cut-text.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { readSmallFile } from './regular-file.ts';

/**
 * Reads a JSON file of a model folder.
 *
 * @param most bytes; left out: what a config may have
 * @throws OhmbrushError 'bad-model' when it is missing, no regular file, too large, or not JSON
 */
export function readModelJson(file: string, most?: number): unknown {
  const text = readSmallFile(file, most);
  try {
    return parseJson(text);
  } catch (cause) {
    throw new OhmbrushError(
      'bad-model',
      `${file} is not valid JSON (${(cause as Error).message})`,
      'Download or export the model again',
      { cause },
    );
  }
}

/**
 * Checks a config against what is implemented here.
 *
 * @throws OhmbrushError 'bad-model' that names the file, the field and why it is refused
 */
export function parseConfig<T extends z.ZodType>(schema: T, json: unknown, file: string): z.infer<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new OhmbrushError(
    'bad-model',
    `${file}: ${issue.path.length > 0 ? issue.path.join('.') : 'the file'}: ${issue.message}`,
    'Use a model of the Stable Diffusion 1.x or 2.x kind, or the built-in one',
  );
}

/**
 * A field that may be absent or hold one of these values: anything else changes the network in a way that is not
 * implemented.
 */
export function only(...allowed: readonly (string | number | boolean | null)[]) {
  return z
    .unknown()
    .refine((value) => allowed.includes(value as string), {
      error: (issue) => `${shown(issue.input)} is not implemented`,
    })
    .optional();
}

/** A value of a config in a message. */
export function shown(value: unknown): string {
  return cutText(String(JSON.stringify(value)), 100);
}
