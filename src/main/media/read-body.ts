import { OhmbrushError } from '../../shared/errors.ts';

/** Reads bodies of requests into memory, as long as all that are open together leave room. */
export interface BodyReader {
  /**
   * Hands a body to `use`, whose memory counts until that is over.
   *
   * @throws OhmbrushError 'bad-file' for more than one body may have, 'unavailable' while others take the room
   */
  read<T>(request: Request, use: (bytes: Buffer) => Promise<T>): Promise<T>;
}

/**
 * @param most bytes of one body
 * @param mostOpen bytes of all bodies that are being read or used at a time
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
        // What is announced is enough to know; a sender may announce nothing, or less than it sends.
        reserve(Number(request.headers.get('content-length') ?? 0) || 0);
        return await use(await readAll(request, reserve));
      } finally {
        open -= reserved;
      }
    },
  };
}

/** @param reserve is told how many bytes there are, before they are kept */
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
