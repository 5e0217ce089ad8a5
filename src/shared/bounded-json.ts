import { z } from 'zod';

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

/** The same for stored JSON: undefined if it cannot be read, as if it had not been written. */
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
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (!nestsWithin(value, MOST_DEPTH)) refuse(`Too deep: expected values that nest at most ${MOST_DEPTH} deep`);
    else if (!isJson(value)) refuse('Invalid input: expected JSON');
    else if (JSON.stringify(value).length > mostCharacters) {
      refuse(`Too big: expected JSON of at most ${mostCharacters} characters`);
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
