import type { z } from 'zod';
import { defineFormat, type Format, type Step } from './format.ts';

/** A choice of the screens that is kept for the next start, in the database under its key. */
export interface Setting<T> {
  readonly key: string;
  readonly format: Format<T>;
}

/** @param steps as of `defineFormat` */
export function defineSetting<T>(key: string, schema: z.ZodType<T>, steps: readonly Step[] = []): Setting<T> {
  return { key, format: defineFormat(`setting-${key}`, schema, steps) };
}

/** Where a setting goes that could not be read, when another choice takes its place. */
export const SET_ASIDE = 'unread:';
