import type { z } from 'zod';
import { defineFormat, type Format, type Step } from './format.ts';

/** A setting of the screens, stored in the database under its key. */
export interface Setting<T> {
  readonly key: string;
  readonly format: Format<T>;
}

/** @param steps as for `defineFormat` */
export function defineSetting<T>(key: string, schema: z.ZodType<T>, steps: readonly Step[] = []): Setting<T> {
  return { key, format: defineFormat(`setting-${key}`, schema, steps) };
}

/** Key to which an unreadable setting is moved when another value replaces it. */
export const SET_ASIDE = 'unread:';
