import { isUtf8 } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import type { PngChunk } from './png-chunks.ts';

/** A text chunk for a keyword: tEXt where Latin-1 can hold the text, as most tools expect, otherwise iTXt (UTF-8). */
export function textChunk(keyword: string, text: string): PngChunk {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is the one Latin-1 character that tEXt cannot hold
  return /^[\u0001-\u00ff]*$/.test(text)
    ? { type: 'tEXt', data: Buffer.from(`${keyword}\0${text}`, 'latin1') }
    : internationalTextChunk(keyword, text);
}

/** iTXt, uncompressed, without language tag and translated keyword. */
export function internationalTextChunk(keyword: string, text: string): PngChunk {
  return {
    type: 'iTXt',
    data: Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]),
  };
}

/**
 * Text of the first iTXt chunk with this keyword, or undefined. Other programs may have compressed it.
 *
 * @param most bytes that it may have uncompressed
 * @throws Error for a text that is longer or cannot be unpacked
 */
export function findInternationalText(chunks: readonly PngChunk[], keyword: string, most: number): string | undefined {
  const data = findChunk(chunks, 'iTXt', keyword);
  if (data === undefined) return undefined;
  const compressed = data[0] === 1;
  const language = data.indexOf(0, 2);
  const text = data.subarray(data.indexOf(0, language + 1) + 1);
  return (compressed ? inflate(text, most) : bounded(text, most)).toString('utf8');
}

/**
 * Like `internationalText` for all three kinds of text chunks; undefined also where it is too long or cannot be
 * unpacked.
 */
export function findText(chunks: readonly PngChunk[], keyword: string, most: number): string | undefined {
  try {
    const international = findInternationalText(chunks, keyword, most);
    if (international !== undefined) return international;
    const plain = findChunk(chunks, 'tEXt', keyword);
    if (plain !== undefined) return decodePlain(bounded(plain, most));
    const compressed = findChunk(chunks, 'zTXt', keyword);
    return compressed && decodePlain(inflate(compressed.subarray(1), most));
  } catch {
    return undefined;
  }
}

function inflate(packed: Buffer, most: number): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: most });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLong(most) : error;
  }
}

function bounded(text: Buffer, most: number): Buffer {
  if (text.length > most) throw tooLong(most);
  return text;
}

function tooLong(most: number): Error {
  return new Error(`it is longer than ${most} bytes`);
}

/** The rest of a chunk's data after the keyword and its NUL. */
function findChunk(chunks: readonly PngChunk[], type: string, keyword: string): Buffer | undefined {
  const start = Buffer.from(`${keyword}\0`, 'latin1');
  return chunks
    .find((chunk) => chunk.type === type && chunk.data.subarray(0, start.length).equals(start))
    ?.data.subarray(start.length);
}

/** The standard says Latin-1. Some tools write UTF-8 instead, and Latin-1 text is hardly ever valid UTF-8 by chance. */
function decodePlain(text: Buffer): string {
  return isUtf8(text) ? text.toString('utf8') : text.toString('latin1');
}
