import { openRegularFileSync, readRegularFileSync } from '../../node/regular-file.ts';
import { type ErrorCode, OhmbrushError } from '../../shared/errors.ts';

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

const WHOLE = 'A model is a folder in diffusers’ layout: download or export it whole';

function unreadable(path: string, cause: unknown, code: ErrorCode): OhmbrushError {
  const { code: why, message } = cause as NodeJS.ErrnoException;
  const says = why === 'NOT_A_FILE' || why === 'TOO_LARGE' ? message : 'cannot be read';
  return new OhmbrushError(code, `${path} ${says}`, WHOLE, { cause });
}
