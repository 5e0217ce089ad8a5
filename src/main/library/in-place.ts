import { statSync } from 'node:fs';
import { OhmbrushError } from '../../shared/errors.ts';

/**
 * A check that the library's database is still where it was opened. A folder that was renamed, deleted or unplugged
 * keeps its open files: rows would go to the old database, pictures to a new folder of the old name.
 *
 * @param file path of the open database
 * @returns throws OhmbrushError 'unavailable' from then on when it is not
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
