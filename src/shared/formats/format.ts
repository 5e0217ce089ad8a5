import type { z } from 'zod';
import { parseJson } from '../bounded-json.ts';
import { explainIssues } from '../explain-issues.ts';
import { boundedValue, phrase, type Value } from '../refusals.ts';
import type { Unread } from '../unread.ts';

/**
 * How one kind of data is stored in a database or a file: as a JSON object with a `version`, which the value in memory
 * does not have. An object without one is version 1, because most were stored without at first. A part stored by value
 * (the chip of a recipe) has no version of its own: the outer one covers it.
 */
export interface Format<T> {
  /** Name in messages, and of the files under test/formats/schemas: 'recipe'. */
  readonly name: string;
  /** Version that is written. */
  readonly version: number;
  /** Schema of the current version. */
  readonly schema: z.ZodType<T>;
  /** Upgrade steps: from version 1 to 2, from 2 to 3, ... */
  readonly steps: readonly Step[];
  /** How a value is written if not complete in the current version: as one that an earlier version can represent. */
  written?(value: T): { version: number } & Partial<T>;
}

/**
 * Upgrades the JSON of one version, without its `version`, to the next. The input may be damaged: the step may throw,
 * and need not validate what it returns.
 */
export type Step = (json: unknown) => unknown;

/** A stored value as this program reads it. Data that cannot be read stay stored unchanged. */
export type Decoded<T> = { readonly state: 'read'; readonly value: T } | Unread;

/** @param steps one for each version after the first, in order; released steps are never edited or removed */
export function defineFormat<T>(name: string, schema: z.ZodType<T>, steps: readonly Step[] = []): Format<T> {
  return { name, version: steps.length + 1, schema, steps };
}

/** A value from its JSON, of this version or an earlier one. */
export function decode<T>(format: Format<T>, json: unknown): Decoded<T> {
  const { name, version: newest, schema, steps } = format;
  const version = versionOf(json);
  if (version === 0) {
    return unreadable(phrase('version-impossible', { found: JSON.stringify((json as Versioned).version) }));
  }
  if (version > newest) return { state: 'future', format: name, version };
  let current = withoutVersion(json);
  try {
    for (const step of steps.slice(version - 1)) current = step(current);
  } catch (error) {
    return unreadable(phrase('version-not-as-written', { version, why: (error as Error).message }));
  }
  const parsed = schema.safeParse(current);
  if (parsed.success) return { state: 'read', value: parsed.data };
  return unreadable(explainIssues(parsed.error.issues, phrase('the-format')));
}

/** The same from JSON text. */
export function decodeText<T>(format: Format<T>, text: string): Decoded<T> {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    return unreadable(phrase('format-not-json', { why: (error as Error).message }));
  }
  return decode(format, json);
}

/** The JSON to store for a value. */
export function encode<T extends object>({ version, written }: Format<T>, value: T): { version: number } & Partial<T> {
  return written ? written(value) : { version, ...value };
}

export function encodeText<T extends object>(format: Format<T>, value: T): string {
  return JSON.stringify(encode(format, value));
}

/** The value; null where there is none or it cannot be read, and `unreadOrNull` says why. */
export function readOrNull<T>(decoded: Decoded<T> | null): T | null {
  return decoded?.state === 'read' ? decoded.value : null;
}

/** Why it cannot be read; null where it can, or where there is none. */
export function unreadOrNull(decoded: Decoded<unknown> | null): Unread | null {
  return decoded === null || decoded.state === 'read' ? null : decoded;
}

/** @param why may quote a stranger's file, of any length */
export function unreadable(why: Value): Unread {
  return { state: 'unreadable', why: boundedValue(why) };
}

/** The `version` of stored JSON; 0 where that is no version, because the JSON is damaged. */
export function versionOf(json: unknown): number {
  if (!isVersioned(json)) return 1;
  const version = Number.isSafeInteger(json.version) ? (json.version as number) : 0;
  return Math.max(version, 0);
}

function withoutVersion(json: unknown): unknown {
  if (!isVersioned(json)) return json;
  const { version: _, ...content } = json;
  return content;
}

interface Versioned {
  readonly version: unknown;
}

function isVersioned(json: unknown): json is Versioned {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && 'version' in json;
}
