import { openRegularFileSync, readRegularFileSync, type TooLargeError } from '../../node/regular-file.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { OhmbrushError } from '../../shared/errors.ts';

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
  try {
    const { descriptor, stats } = openRegularFileSync(path);
    return { descriptor, size: stats.size };
  } catch (cause) {
    throw unreadable(path, cause, code);
  }
}

/**
 * The text of a small file of a model folder.
 *
 * @param most bytes
 * @throws OhmbrushError 'bad-model'
 */
export function readSmallFile(path: string, most = MOST_CONFIG_BYTES): string {
  try {
    return readRegularFileSync(path, most).toString('utf8');
  } catch (cause) {
    throw unreadable(path, cause, 'bad-model');
  }
}

function unreadable(path: string, cause: unknown, code: ErrorCode): OhmbrushError {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'NOT_A_FILE':
      return new OhmbrushError('model-file-special', { path }, { code, cause });
    case 'TOO_LARGE': {
      const { size, most } = cause as TooLargeError;
      return new OhmbrushError('model-file-too-large', { path, size, most }, { code, cause });
    }
    default:
      return new OhmbrushError('model-file-unreadable', { path }, { code, cause });
  }
}
