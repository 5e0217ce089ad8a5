import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { z } from 'zod';

/** A value as compressed JSON, for a BLOB column. */
export function packJson(value: unknown): Buffer {
  return deflateRawSync(JSON.stringify(value));
}

/** What `packJson` packed, checked; null for NULL, and for what an older or newer version wrote in another shape. */
export function unpackJson<T>(blob: Buffer | null, schema: z.ZodType<T>): T | null {
  if (blob === null) return null;
  const parsed = schema.safeParse(JSON.parse(inflateRawSync(blob).toString('utf8')));
  return parsed.success ? parsed.data : null;
}
