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

/**
 * A field that may be absent or hold one of these values: anything else changes the network in a way that is not
 * implemented.
 */
export function only(...allowed: readonly (string | number | boolean | null)[]) {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (!allowed.includes(value as string)) context.addIssue(customIssue(notImplemented(value)));
    })
    .optional();
}

/**
 * A field that may be absent or hold this value: what any other asks for is not implemented.
 *
 * @param why completes the message after the field's name
 */
export function onlyBecause<V extends boolean | null>(allowed: V, why: Phrase) {
  return z
    .unknown()
    .superRefine((value, context) => {
      if (value !== undefined && value !== null && value !== allowed) context.addIssue(customIssue(why));
    })
    .optional();
}

/** A refusal of a field's value. */
function notImplemented(value: unknown): Phrase {
  return phrase('not-implemented', { value: shown(value) });
}

/** A value of a config in a message. */
export function shown(value: unknown): string {
  return cutText(String(JSON.stringify(value)), 100);
}
