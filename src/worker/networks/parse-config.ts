import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { OhmbrushError } from '../../shared/errors.ts';

/**
 * Reads a JSON file of a model folder.
 *
 * @throws OhmbrushError 'bad-model' when it is missing or is not JSON
 */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new OhmbrushError(
      'bad-model',
      `${file} cannot be read`,
      'A model is a folder in diffusers’ layout: download or export it whole',
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OhmbrushError('bad-model', `${file} is not valid JSON`, 'Download or export the model again', { cause });
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

/** A field that may be absent or hold one of these values: anything else changes the network in a way that is not implemented. */
export function only(...allowed: readonly (string | number | boolean | null)[]) {
  return z
    .unknown()
    .refine((value) => allowed.includes(value as string), {
      error: (issue) => `${JSON.stringify(issue.input)} is not implemented`,
    })
    .optional();
}
