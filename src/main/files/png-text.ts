import { isUtf8 } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import type { PngChunk } from './png-chunks.ts';

/** A keyword's text in a chunk of its own: tEXt where Latin-1 can hold it, as most tools expect, else iTXt (UTF-8). */
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

/** Text of the first iTXt chunk with this keyword, or undefined. Other programs may have compressed it. */
export function findInternationalText(chunks: readonly PngChunk[], keyword: string): string | undefined {
  const data = findChunk(chunks, 'iTXt', keyword);
  if (data === undefined) return undefined;
  const compressed = data[0] === 1;
  const language = data.indexOf(0, 2);
  const text = data.subarray(data.indexOf(0, language + 1) + 1);
  return (compressed ? inflateSync(text, { maxOutputLength: MAX_TEXT }) : text).toString('utf8');
}

/** Text with this keyword in any of the three kinds of text chunks, or undefined; also where it cannot be unpacked. */
export function findText(chunks: readonly PngChunk[], keyword: string): string | undefined {
  try {
    const international = findInternationalText(chunks, keyword);
    if (international !== undefined) return international;
    const plain = findChunk(chunks, 'tEXt', keyword);
    if (plain !== undefined) return decodePlain(plain);
    const compressed = findChunk(chunks, 'zTXt', keyword);
    return compressed && decodePlain(inflateSync(compressed.subarray(1), { maxOutputLength: MAX_TEXT }));
  } catch {
    return undefined;
  }
}

/** What follows the keyword and its NUL. */
function findChunk(chunks: readonly PngChunk[], type: string, keyword: string): Buffer | undefined {
  const start = Buffer.from(`${keyword}\0`, 'latin1');
  return chunks
    .find((chunk) => chunk.type === type && chunk.data.subarray(0, start.length).equals(start))
    ?.data.subarray(start.length);
}

/** Latin-1 by the standard; some tools put UTF-8 there, which Latin-1 text hardly ever is by chance. */
function decodePlain(text: Buffer): string {
  return isUtf8(text) ? text.toString('utf8') : text.toString('latin1');
}

/** Longer than any recipe; a bound on what a hostile file can inflate to. */
const MAX_TEXT = 1 << 22;
