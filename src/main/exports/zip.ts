import { Zip, ZipPassThrough } from 'fflate';
import { OhmbrushError } from '../../shared/errors.ts';

export interface ZipEntry {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  read(): Promise<Uint8Array>;
}

/** A zip without its 64-bit extension uses 32-bit sizes. */
export const MOST_ZIP_BYTES = 2 ** 32 - 1;

/** Range of years that a zip can store. */
const EARLIEST = Date.UTC(1980, 0, 2);
const LATEST = Date.UTC(2099, 0, 1);

/**
 * A zip of files that are read one after the other, at the speed of the reader. They are stored uncompressed: PNGs are
 * already compressed.
 */
export function zipStream(entries: readonly ZipEntry[]): ReadableStream<Uint8Array> {
  const zip = new Zip();
  let next = 0;
  let written = 0;
  let cancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        zip.ondata = (error, chunk, final) => {
          if (error) throw error;
          written += chunk.length;
          controller.enqueue(chunk);
          if (final) controller.close();
        };
      },
      async pull() {
        const entry = entries[next++];
        if (!entry) {
          zip.end();
          return;
        }
        const bytes = await entry.read();
        if (cancelled) return;
        if (written + bytes.length > MOST_ZIP_BYTES) throw tooLarge();
        const file = new ZipPassThrough(entry.name);
        file.mtime = Math.min(Math.max(entry.modified, EARLIEST), LATEST);
        zip.add(file);
        file.push(bytes, true);
      },
      cancel() {
        cancelled = true;
        zip.terminate();
      },
    },
    // Reads nothing before the first request for data.
    { highWaterMark: 0 },
  );
}

/** Too large for one zip. */
export function tooLarge(): OhmbrushError {
  return new OhmbrushError('zip-too-large', {});
}
