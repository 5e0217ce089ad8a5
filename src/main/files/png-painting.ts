import { deflateSync } from 'node:zlib';
import { type Decoded, decodeText, encodeText, unreadable } from '../../shared/formats/format.ts';
import { PAINTING, type Painting } from '../../shared/formats/painting.ts';
import { type PngChunk, readPngChunks, writePngChunks } from './png-chunks.ts';
import { findInternationalText } from './png-text.ts';

/** Keyword of the chunk that holds the painting note (shared/formats/painting.ts) as compressed JSON. */
const KEYWORD = 'ohmbrush-painting';

/** A report of some hundred layers and steps takes about a tenth of it. */
const MOST_BYTES = 1 << 21;

/** The same picture with the note inside, so that a library can be rebuilt from its files. */
export function embedPainting(png: Buffer, painting: Painting): Buffer {
  const [header, ...rest] = readPngChunks(png, 'the picture');
  const text = deflateSync(encodeText(PAINTING, painting));
  // iTXt: keyword, flag and method of compression, no language, no translated keyword.
  const data = Buffer.concat([Buffer.from(`${KEYWORD}\0\u0001\0\0\0`, 'latin1'), text]);
  return writePngChunks([header!, { type: 'iTXt', data }, ...rest]);
}

/** The note in a picture; null where there is none. */
export function readPainting(chunks: readonly PngChunk[]): Decoded<Painting> | null {
  try {
    const text = findInternationalText(chunks, KEYWORD, MOST_BYTES);
    return text === undefined ? null : decodeText(PAINTING, text);
  } catch (error) {
    return unreadable((error as Error).message);
  }
}

/** The same picture without the note: equal for two paintings of one recipe. */
export function withoutPainting(png: Uint8Array, chunks: readonly PngChunk[]): Uint8Array {
  const kept = chunks.filter((chunk) => !isPainting(chunk));
  return kept.length === chunks.length ? png : writePngChunks(kept);
}

function isPainting({ type, data }: PngChunk): boolean {
  return type === 'iTXt' && data.subarray(0, KEYWORD.length + 1).equals(Buffer.from(`${KEYWORD}\0`, 'latin1'));
}
