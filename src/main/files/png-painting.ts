import { deflateSync } from 'node:zlib';
import { z } from 'zod';
import { energyReportSchema } from '../../shared/energy/energy-report.ts';
import { type PngChunk, readPngChunks, writePngChunks } from './png-chunks.ts';
import { findInternationalText } from './png-text.ts';

/** Keyword of the chunk that notes a painting as JSON, compressed. */
const KEYWORD = 'ohmbrush-painting';

/** A report of some hundred layers and steps has about a tenth of it. */
const MOST_BYTES = 1 << 21;

const paintingSchema = z.strictObject({
  version: z.literal(1),
  /** Milliseconds since 1970. */
  createdAt: z.int().min(-8.64e15).max(8.64e15),
  /** Wall seconds from prompt to pixels, and of what came before. */
  seconds: z.number().min(0),
  preparationSeconds: z.number().min(0),
  backend: z.string().max(40),
  threads: z.int().min(1).max(1024),
  energy: energyReportSchema,
});

/** When and how a picture came to be, what its recipe does not say: two paintings of one recipe differ in it. */
export type Painting = z.infer<typeof paintingSchema>;

/** The same picture with the note inside, so that a library can be made anew from its files. */
export function embedPainting(png: Buffer, painting: Painting): Buffer {
  const [header, ...rest] = readPngChunks(png, 'the picture');
  const text = deflateSync(JSON.stringify(painting));
  // iTXt: keyword, flag and method of compression, no language, no translated keyword.
  const data = Buffer.concat([Buffer.from(`${KEYWORD}\0\u0001\0\0\0`, 'latin1'), text]);
  return writePngChunks([header!, { type: 'iTXt', data }, ...rest]);
}

/** The note in a picture; null where there is none, or one that this version cannot read. */
export function readPainting(chunks: readonly PngChunk[]): Painting | null {
  try {
    const text = findInternationalText(chunks, KEYWORD, MOST_BYTES);
    if (text === undefined) return null;
    return paintingSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
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
