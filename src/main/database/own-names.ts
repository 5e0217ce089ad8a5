import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase } from '../../shared/refusals.ts';

const STARTS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const FOLDERS = [
  'pictures',
  'thumbnails',
  ...STARTS.flatMap((start) => [join('pictures', start), join('thumbnails', start)]),
  'purging',
  'set-aside',
  join('set-aside', 'duplicates'),
  join('set-aside', 'damaged'),
  'backups',
  'replaced',
];
const FILES = [
  ...['', '-wal', '-shm', '-journal', '.next'].map((ending) => `library.db${ending}`),
  'library.lock',
  'reserved-space',
  'looks',
];

/**
 * Makes sure that the names a library uses are real files and folders inside its folder. A library may come from a
 * stranger: a link would make a start move, truncate or delete files elsewhere, and reading a pipe would block for
 * ever. To be called before anything is read or written.
 *
 * @throws OhmbrushError 'unavailable', naming what was found instead
 */
export function assertOwnNames(libraryFolder: string): void {
  for (const name of [...FOLDERS, ...FILES]) {
    const found = look(join(libraryFolder, name));
    if (!found || found.isFile() || found.isDirectory()) continue;
    throw new OhmbrushError('library-not-itself', {
      path: join(libraryFolder, name),
      kind: phrase(found.isSymbolicLink() ? 'a-link' : 'no-file'),
    });
  }
}

/** Undefined where nothing exists, also when a parent is not a folder: the code that reads the file reports that. */
function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
