import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Decoded, decodeText, encodeText, type Format, unreadable } from '../../shared/formats/format.ts';
import { phrase } from '../../shared/refusals.ts';

/** A report of some hundred layers and steps takes about a tenth of it. */
const MOST_BYTES = 1 << 22;

/** A value as compressed JSON, for a BLOB column. */
export function pack<T extends object>(format: Format<T>, value: T): Buffer {
  return packText(encodeText(format, value));
}

/** Packs a JSON text; a text that cannot be read is kept unchanged. */
export function packText(text: string): Buffer {
  return deflateRawSync(text);
}

/** The unpacked value; null for NULL. */
export function unpack<T>(format: Format<T>, blob: Buffer | null): Decoded<T> | null {
  if (blob === null) return null;
  let text: string;
  try {
    text = inflateRawSync(blob, { maxOutputLength: MOST_BYTES }).toString('utf8');
  } catch (error) {
    return unreadable(phrase('packed-damaged', { why: (error as Error).message }));
  }
  return decodeText(format, text);
}
