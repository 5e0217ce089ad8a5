import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { z } from 'zod';

/** A report of some hundred layers and steps has about a tenth of it. */
const MOST_BYTES = 1 << 22;

/** A value as compressed JSON, for a BLOB column. */
export function packJson(value: unknown): Buffer {
  return deflateRawSync(JSON.stringify(value));
}

/** What `packJson` packed, checked; null for NULL, and for what an older or newer version wrote in another shape. */
export function unpackJson<T>(blob: Buffer | null, schema: z.ZodType<T>): T | null {
  if (blob === null) return null;
  try {
    const json = inflateRawSync(blob, { maxOutputLength: MOST_BYTES }).toString('utf8');
    return schema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    // Damaged, or another's.
    return null;
  }
}
