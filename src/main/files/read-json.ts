import { readRegularFile } from '../../node/regular-file.ts';
import { parseJson } from '../../shared/bounded-json.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { Value } from '../../shared/refusals.ts';

/** Far more than any profile or plan; prevents reading a model file by mistake. */
const MAX_BYTES = 1 << 20;

/**
 * The JSON value in a small file.
 *
 * @param what what the file should be, with its article: 'a chip profile' as a phrase
 * @param code of the error for a file that is there but not JSON
 * @throws OhmbrushError 'not-found' or `code`
 */
export async function readJson(path: string, what: Value, code: ErrorCode): Promise<unknown> {
  const bytes = await readRegularFile(path, MAX_BYTES).catch((error: NodeJS.ErrnoException) => {
    switch (error.code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw new OhmbrushError('json-missing', { path, what });
      case 'NOT_A_FILE':
      case 'ENXIO':
      case 'EISDIR':
        throw new OhmbrushError('json-not-a-file', { path, what }, { code });
      case 'TOO_LARGE':
        throw new OhmbrushError('json-too-large', { path, what }, { code });
      default:
        throw new OhmbrushError('json-unreadable', { path, what, why: error.code ?? error.message });
    }
  });
  try {
    return parseJson(bytes.toString('utf8'));
  } catch (error) {
    throw new OhmbrushError('json-malformed', { path, why: (error as Error).message }, { code });
  }
}
