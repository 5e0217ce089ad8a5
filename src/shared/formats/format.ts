import type { z } from 'zod';
import { parseJson } from '../bounded-json.ts';
import { cutText } from '../cut-text.ts';
import { explainIssues } from '../explain-issues.ts';
import type { Unread } from '../unread.ts';

/** Characters of a reason. */
const MOST_WHY = 500;

/**
 * How one kind of thing is kept, in a database or a file: a JSON object with a `version`, which a value in memory does
 * not have. Without one it is of version 1, for most were kept without at first. What a thing holds by value (the chip
 * of a recipe) has no version of its own: the outer one covers it.
 */
export interface Format<T> {
  /** In messages, and of the files under test/formats/schemas: 'recipe'. */
  readonly name: string;
  /** What is written. */
  readonly version: number;
  /** Of the current version. */
  readonly schema: z.ZodType<T>;
  /** From version 1 to 2, from 2 to 3, ... */
  readonly steps: readonly Step[];
  /** How a value is written, if not whole and in the current version: one that an earlier version can hold. */
  written?(value: T): { version: number } & Partial<T>;
}

/**
 * Takes the JSON of one version, without its `version`, to the next. What it is given may be damaged: it may throw, and
 * need not check what it passes on.
 */
export type Step = (json: unknown) => unknown;

/** A kept value as this program reads it. What is not read stays as it is kept. */
export type Decoded<T> = { readonly state: 'read'; readonly value: T } | Unread;

/** @param steps one for each version but the first, in order: once shipped, none is ever edited or removed */
export function defineFormat<T>(name: string, schema: z.ZodType<T>, steps: readonly Step[] = []): Format<T> {
  return { name, version: steps.length + 1, schema, steps };
}

/** A value from its JSON, of this version or an earlier one. */
export function decode<T>(format: Format<T>, json: unknown): Decoded<T> {
  const { name, version: newest, schema, steps } = format;
  const version = versionOf(json);
  if (!Number.isSafeInteger(version) || version < 1) {
    return unreadable(`version: expected a whole number from 1, not ${JSON.stringify(version)}`);
  }
  if (version > newest) return { state: 'future', format: name, version };
  let current = withoutVersion(json);
  try {
    for (const step of steps.slice(version - 1)) current = step(current);
  } catch (error) {
    return unreadable(`its version ${version} is not as it was written (${(error as Error).message})`);
  }
  const parsed = schema.safeParse(current);
  if (parsed.success) return { state: 'read', value: parsed.data };
  return unreadable(explainIssues(parsed.error, `the ${name}`));
}

/** The same from a text. */
export function decodeText<T>(format: Format<T>, text: string): Decoded<T> {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    return unreadable(`the ${format.name} is no JSON: ${(error as Error).message}`);
  }
  return decode(format, json);
}

/** A value as it is kept. */
export function encode<T extends object>({ version, written }: Format<T>, value: T): { version: number } & Partial<T> {
  return written ? written(value) : { version, ...value };
}

export function encodeText<T extends object>(format: Format<T>, value: T): string {
  return JSON.stringify(encode(format, value));
}

/** The value; null where there is none or it is not read, and `unreadOrNull` says why. */
export function readOrNull<T>(decoded: Decoded<T> | null): T | null {
  return decoded?.state === 'read' ? decoded.value : null;
}

/** Why it is not read; null where it is, or where there is none. */
export function unreadOrNull(decoded: Decoded<unknown> | null): Unread | null {
  return decoded === null || decoded.state === 'read' ? null : decoded;
}

/** @param why may quote a stranger's file, of any length */
export function unreadable(why: string): Unread {
  return { state: 'unreadable', why: cutText(why, MOST_WHY) };
}

/** What a kept JSON says of its version, which may be no number where it is damaged. */
export function versionOf(json: unknown): number {
  return isVersioned(json) ? json.version : 1;
}

function withoutVersion(json: unknown): unknown {
  if (!isVersioned(json)) return json;
  const { version: _, ...content } = json;
  return content;
}

function isVersioned(json: unknown): json is { version: number } {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && 'version' in json;
}
