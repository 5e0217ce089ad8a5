import { readRegularFile } from '../../node/regular-file.ts';
import { parseJson } from '../../shared/bounded-json.ts';
import { type ErrorCode, OhmbrushError } from '../../shared/errors.ts';

/** Far more than any profile or plan; prevents reading a model file by mistake. */
const MAX_BYTES = 1 << 20;

/**
 * The JSON value in a small file.
 *
 * @param what what the file should be, with its article: 'a chip profile'
 * @param code of the error for a file that is there but not JSON
 * @throws OhmbrushError 'not-found' or `code`
 */
export async function readJson(path: string, what: string, code: ErrorCode): Promise<unknown> {
  const bytes = await readRegularFile(path, MAX_BYTES).catch((error: NodeJS.ErrnoException) => {
    const todo = `Give the path of ${what} (JSON)`;
    switch (error.code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new OhmbrushError('not-found', `there is no file ${path}`, todo);
      case 'NOT_A_FILE':
      case 'ENXIO':
      case 'EISDIR':
        throw new OhmbrushError(code, `${path} is not a file`, todo);
      case 'TOO_LARGE':
        throw new OhmbrushError(code, `${path} is far larger than ${what} can be`, todo);
      default:
        throw new OhmbrushError('not-found', `cannot read ${path} (${error.code})`, `Give ${what} that you may read`);
    }
  });
  try {
    return parseJson(bytes.toString('utf8'));
  } catch (error) {
    throw new OhmbrushError(
      code,
      `${path} is not JSON as it should be: ${(error as Error).message}`,
      'Correct it there',
    );
  }
}
