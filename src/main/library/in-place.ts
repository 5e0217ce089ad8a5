import { statSync } from 'node:fs';
import { OhmbrushError } from '../../shared/errors.ts';

/**
 * Checks that the library's database is still where it was opened. After its folder is renamed, deleted or unplugged,
 * open files still work: rows would go to the old database, and pictures to a new folder of the old name.
 *
 * @param file path of the open database
 * @returns a check that throws OhmbrushError 'unavailable' when it is not
 */
export function placeOf(file: string): () => void {
  const opened = identity(file);
  return () => {
    const now = identity(file);
    if (now !== null && now === opened) return;
    throw new OhmbrushError('library-moved', { file });
  };
}

function identity(file: string): string | null {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev} ${found.ino}` : null;
}
