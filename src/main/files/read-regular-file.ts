import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Opening a pipe would wait for a writer; Windows has no such flag and no such files. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * The bytes of a file that someone else may have put there: never a pipe, a device or a folder, and no more than
 * announced.
 *
 * @param most bytes
 * @throws Error with a `code`: 'NOT_A_FILE', 'TOO_LARGE', or the file system's
 */
export async function readRegularFile(path: string, most: number): Promise<Buffer> {
  const file = await open(path, AT_ONCE);
  try {
    const { size } = await file.stat().then((kind) => {
      if (!kind.isFile()) throw coded('NOT_A_FILE', 'it is not a regular file');
      return kind;
    });
    if (size > most) throw coded('TOO_LARGE', `it is larger than ${most} bytes`);
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, size - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

function coded(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}
