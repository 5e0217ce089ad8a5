import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { OhmbrushError } from '../../shared/errors.ts';
import { damagedDatabase } from './explain-error.ts';
import type { Migration } from './migrations/migration.ts';

/**
 * Brings the database up to the newest version, each step in a transaction of its own. A database that holds something is
 * copied into `backups/` first.
 *
 * @throws OhmbrushError 'library-too-new', 'bad-library' or 'unwritable'
 */
export async function migrate(db: Database, file: string, migrations: readonly Migration[]): Promise<void> {
  const found = db.pragma('user_version', { simple: true }) as number;
  const newest = migrations.length;
  if (found > newest) {
    throw new OhmbrushError(
      'library-too-new',
      `the library in ${dirname(file)} was made by a newer Ohmbrush (version ${found} of the database; this one knows ${newest})`,
      'Install the newer Ohmbrush again, or choose another folder for the library',
    );
  }
  if (found === newest) return;
  const backup = found > 0 ? await backUp(db, file, found) : null;
  for (const { version, up } of migrations.slice(found)) {
    try {
      db.transaction(() => {
        up(db);
        db.pragma(`user_version = ${version}`);
      })();
    } catch (error) {
      throw new OhmbrushError(
        'bad-library',
        `the library in ${dirname(file)} could not be brought from version ${version - 1} to ${version} (${(error as Error).message})`,
        backup
          ? `Nothing was lost and a copy lies in ${backup}: go on with the older Ohmbrush and report this`
          : 'Report this',
        { cause: error },
      );
    }
  }
}

/** A whole copy of the database, named after its version and the time. */
async function backUp(db: Database, file: string, version: number): Promise<string> {
  const folder = join(dirname(file), 'backups');
  const time = new Date().toISOString().replaceAll(':', '-').slice(0, 19);
  const path = join(folder, `library-version-${version}-${time}.db`);
  const unfinished = `${path}.unfinished`;
  // A copy of a damaged database would promise what it cannot keep.
  const health = db.pragma('quick_check(1)', { simple: true }) as string;
  if (health !== 'ok') throw damagedDatabase(file, health);
  try {
    await mkdir(folder, { recursive: true });
    await db.backup(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw new OhmbrushError(
      'unwritable',
      `the library cannot be copied to ${folder} before it is brought up to date (${(error as Error).message})`,
      'Make room on the disk and try again',
      { cause: error },
    );
  }
  return path;
}
