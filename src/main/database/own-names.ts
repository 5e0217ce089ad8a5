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
 * Makes sure that what a library calls its own lies in its folder. A library may come from a stranger: a link would
 * make a start move, cut or delete files of another place, and a pipe would make it wait for ever. Before anything is
 * read or written.
 *
 * @throws OhmbrushError 'unavailable', which names what is there instead
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

/** Undefined where there is nothing, also because what should be a folder is none: that is told by whoever reads it. */
function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
