import { crc32 } from 'node:zlib';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase, type Value } from '../../shared/refusals.ts';

/** The PNG container (W3C PNG, third edition, section 5): a signature, then chunks of length, type, data and CRC. */
export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Far more than any picture painted here, even enlarged; bounds the memory that a file can demand. */
export const MOST_PNG_BYTES = 128 * 1024 * 1024;

/** The largest file has four times fewer, at the 8 kB pieces into which libpng splits pixel data. */
const MOST_CHUNKS = 1 << 16;

export interface PngChunk {
  /** The chunk type, four letters. */
  readonly type: string;
  readonly data: Buffer;
}

/**
 * All chunks up to and including IEND, with every CRC checked.
 *
 * @param where what to call the file in an error
 * @throws OhmbrushError 'bad-file'
 */
export function readPngChunks(png: Buffer, where: Value): PngChunk[] {
  if (!png.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
    throw new OhmbrushError('not-a-png', { file: where });
  }
  const chunks: PngChunk[] = [];
  let at = PNG_SIGNATURE.length;
  while (chunks.at(-1)?.type !== 'IEND') {
    if (chunks.length === MOST_CHUNKS) throw damaged(where, phrase('png-too-many-chunks', { most: MOST_CHUNKS }));
    if (at + 12 > png.length) throw damaged(where, phrase('png-cut-off'));
    const length = png.readUInt32BE(at);
    if (length > png.length - at - 12) throw damaged(where, phrase('png-cut-off'));
    const type = png.toString('latin1', at + 4, at + 8);
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged(where, phrase('png-chunk-type'));
    if (crc32(png.subarray(at + 4, at + 8 + length)) !== png.readUInt32BE(at + 8 + length)) {
      throw damaged(where, phrase('png-checksum', { type }));
    }
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

export function writePngChunks(chunks: readonly PngChunk[]): Buffer {
  return Buffer.concat([PNG_SIGNATURE, ...chunks.map(writeChunk)]);
}

function writeChunk({ type, data }: PngChunk): Buffer {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

function damaged(where: Value, why: Value): OhmbrushError {
  return new OhmbrushError('png-damaged', { file: where, why });
}
