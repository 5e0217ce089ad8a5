import type { Value } from '../../shared/refusals.ts';
import { type PngChunk, readPngChunks, writePngChunks } from './png-chunks.ts';

/** Chunks that decide how a picture looks (PNG third edition, and APNG); all others may reveal how it was made. */
const LOOKS = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT'.split(' '),
);
const TEXT = new Set(['tEXt', 'zTXt', 'iTXt']);

/**
 * The same picture, pixel for pixel, without recipe, parameters and any other metadata.
 *
 * @param where what to call the file in an error
 * @throws OhmbrushError 'bad-file'
 */
export function stripPng(png: Buffer, where: Value): Buffer {
  return writePngChunks(lookChunks(readPngChunks(png, where)));
}

/** Those of the chunks that decide how the picture looks. */
export function lookChunks(chunks: readonly PngChunk[]): PngChunk[] {
  return chunks.filter(({ type }) => LOOKS.has(type));
}

/**
 * Copies the texts of one picture into a picture derived from it: recipe, parameters, comments.
 *
 * @param where what to call the file that has the texts in an error
 * @throws OhmbrushError 'bad-file'
 */
export function carryText(from: Buffer, to: Buffer, where: Value): Buffer {
  const [header, ...rest] = readPngChunks(to, 'the picture');
  const texts: PngChunk[] = readPngChunks(from, where).filter(({ type }) => TEXT.has(type));
  return writePngChunks([header!, ...texts, ...rest]);
}
