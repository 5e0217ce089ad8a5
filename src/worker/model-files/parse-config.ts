import { z } from 'zod';
import { parseJson } from '../../shared/bounded-json.ts';
import { customIssue } from '../../shared/custom-issue.ts';
import { cutText } from '../../shared/cut-text.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { explainIssues } from '../../shared/explain-issues.ts';
import { type Phrase, phrase } from '../../shared/refusals.ts';
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
    throw new OhmbrushError('config-not-json', { file, why: (cause as Error).message }, { cause });
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
  throw new OhmbrushError('config-unsupported', { file, issue: explainIssues([issue], phrase('the-file')) });
}

type Allowed = readonly (string | number | boolean | null)[];

/**
 * A field that may be absent or hold one of these values: anything else changes the network in a way that is not
 * implemented.
 */
export function only(...allowed: Allowed) {
  return oneOf(allowed, (value) => phrase('not-implemented', { value: shown(value) }));
}

/** The same with a reason of its own. @param why completes the message after the field's name */
export function onlyBecause(why: Phrase, ...allowed: Allowed) {
  return oneOf(allowed, () => why);
}

function oneOf(allowed: Allowed, why: (value: unknown) => Phrase) {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (!allowed.includes(value as string)) context.addIssue(customIssue(why(value)));
    })
    .optional();
}

/** A value of a config in a message. */
export function shown(value: unknown): string {
  return cutText(String(JSON.stringify(value)), 100);
}
