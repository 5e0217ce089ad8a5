import { z } from 'zod';
import { customIssue } from './custom-issue.ts';
import { type Phrase, phrase } from './refusals.ts';

export type Json = z.infer<ReturnType<typeof z.json>>;

/** Far deeper than any of our files. Unbounded nesting would overflow the stack of recursive code. */
const MOST_DEPTH = 64;

/**
 * Parses JSON that comes from outside.
 *
 * @throws Error for a text that is not JSON, or nests deeper than MOST_DEPTH; its message completes 'cannot be read:
 *   ...'
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!nestsWithin(value, MOST_DEPTH)) throw new Error(`its values nest more than ${MOST_DEPTH} deep`);
  return value;
}

/** The same, or undefined for a text that is no JSON. */
export function tryParseJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** A schema of any JSON value, bounded in depth and in the characters that it takes as text. */
export function boundedJson(mostCharacters: number) {
  return z.custom<Json>().superRefine((value, context) => {
    const refuse = (problem: Phrase) => context.addIssue(customIssue(problem));
    if (!nestsWithin(value, MOST_DEPTH)) refuse(phrase('json-too-deep', { most: MOST_DEPTH }));
    else if (!isJson(value)) refuse(phrase('json-expected'));
    else if (JSON.stringify(value).length > mostCharacters) {
      refuse(phrase('json-too-big', { most: mostCharacters }));
    }
  });
}

/** A list or an object counts as one level. */
function nestsWithin(value: unknown, most: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= most; depth++) {
    level = level.flatMap((each) => (each !== null && typeof each === 'object' ? Object.values(each) : []));
    if (level.length === 0) return true;
  }
  return false;
}

/** For values that are known to nest only a little. */
function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object' || ![Object.prototype, null].includes(Object.getPrototypeOf(value))) return false;
  return Object.values(value).every(isJson);
}
