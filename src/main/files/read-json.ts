import { readFile, stat } from 'node:fs/promises';
import { type ErrorCode, OhmbrushError } from '../../shared/errors.ts';

/** Far more than any profile or plan; a bound against reading a model by mistake. */
const MAX_BYTES = 1 << 20;

/**
 * The JSON value in a small file.
 *
 * @param what what the file should be, with its article: 'a chip profile'
 * @param code of the error for a file that is there but not JSON
 * @throws OhmbrushError 'not-found' or `code`
 */
export async function readJson(path: string, what: string, code: ErrorCode): Promise<unknown> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind) throw new OhmbrushError('not-found', `there is no file ${path}`, `Give the path of ${what} (JSON)`);
  if (!kind.isFile()) throw new OhmbrushError(code, `${path} is not a file`, `Give the path of ${what} (JSON)`);
  if (kind.size > MAX_BYTES) {
    throw new OhmbrushError(code, `${path} is far larger than ${what} can be`, `Give the path of ${what} (JSON)`);
  }
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new OhmbrushError('not-found', `cannot read ${path} (${error.code})`, `Give ${what} that you may read`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OhmbrushError(code, `${path} is not JSON: ${(error as Error).message}`, 'Correct it there');
  }
}
