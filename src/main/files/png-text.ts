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
  const start = Buffer.from(`${keyword}\0`, 'latin1');
  const data = chunks.find(
    (chunk) => chunk.type === 'iTXt' && chunk.data.subarray(0, start.length).equals(start),
  )?.data;
  if (data === undefined) return undefined;
  const compressed = data[start.length] === 1;
  const language = data.indexOf(0, start.length + 2);
  const text = data.subarray(data.indexOf(0, language + 1) + 1);
  return (compressed ? inflateSync(text, { maxOutputLength: MAX_TEXT }) : text).toString('utf8');
}

/** Longer than any recipe; a bound on what a hostile file can inflate to. */
const MAX_TEXT = 1 << 22;
