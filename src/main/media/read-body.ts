import { OhmbrushError } from '../../shared/errors.ts';

/** Reads request bodies into memory, within a limit for all open bodies together. */
export interface BodyReader {
  /**
   * Passes a body to `use`; its memory counts until `use` has finished.
   *
   * @throws OhmbrushError 'bad-file' for a body over its limit, 'unavailable' while other bodies take the memory
   */
  read<T>(request: Request, use: (bytes: Buffer) => Promise<T>): Promise<T>;
}

/**
 * @param most bytes of one body
 * @param mostOpen bytes of all bodies being read or used at a time
 */
export function createBodyReader(most: number, mostOpen: number): BodyReader {
  let open = 0;
  return {
    async read(request, use) {
      let reserved = 0;
      const reserve = (bytes: number) => {
        if (bytes > most) throw tooLarge(most);
        const more = bytes - reserved;
        if (more <= 0) return;
        if (open + more > mostOpen) throw tooMuchAtOnce();
        open += more;
        reserved = bytes;
      };
      try {
        // A Content-Length over the limit is enough to refuse; a sender may give none, or a smaller one than it sends.
        reserve(Number(request.headers.get('content-length') ?? 0) || 0);
        return await use(await readAll(request, reserve));
      } finally {
        open -= reserved;
      }
    },
  };
}

/** @param reserve called with the number of bytes before they are stored */
async function readAll({ body }: Request, reserve: (bytes: number) => void): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    reserve(length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(most: number): OhmbrushError {
  return new OhmbrushError('upload-too-large', { megabytes: most / 2 ** 20 });
}

function tooMuchAtOnce(): OhmbrushError {
  return new OhmbrushError('imports-too-many', {});
}
