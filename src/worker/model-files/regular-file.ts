import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { OhmbrushError } from '../../shared/errors.ts';

/** Opening a pipe would wait for a writer; Windows has no such flag and no such files. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Of a config; the largest are some kilobytes. */
const MOST_CONFIG_BYTES = 1 << 22;
/** Of a tokenizer: the vocabularies of the largest language models take half of it. */
export const MOST_TOKENIZER_BYTES = 1 << 26;

/**
 * Opens a file of a model folder, which a stranger may have filled: never a pipe, a device or a folder.
 *
 * @param code of the error
 * @returns a descriptor, to be closed
 * @throws OhmbrushError
 */
export function openRegularFile(
  path: string,
  code: ErrorCode = 'bad-model',
): { readonly descriptor: number; readonly size: number } {
  let descriptor: number;
  try {
    descriptor = openSync(path, AT_ONCE);
  } catch (cause) {
    throw unreadable(path, cause, code);
  }
  const kind = fstatSync(descriptor);
  if (kind.isFile()) return { descriptor, size: kind.size };
  closeSync(descriptor);
  throw new OhmbrushError('model-file-special', { path }, { code });
}

/**
 * The text of a small file of a model folder.
 *
 * @param most bytes
 * @throws OhmbrushError 'bad-model'
 */
export function readSmallFile(path: string, most = MOST_CONFIG_BYTES): string {
  const { descriptor, size } = openRegularFile(path);
  try {
    if (size > most) {
      throw new OhmbrushError('model-file-too-large', { path, size, most });
    }
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const count = readSync(descriptor, bytes, done, size - done, done);
      if (count === 0) break;
      done += count;
    }
    return bytes.toString('utf8', 0, done);
  } catch (error) {
    throw error instanceof OhmbrushError ? error : unreadable(path, error, 'bad-model');
  } finally {
    closeSync(descriptor);
  }
}

function unreadable(path: string, cause: unknown, code: ErrorCode): OhmbrushError {
  return new OhmbrushError('model-file-unreadable', { path }, { code, cause });
}
