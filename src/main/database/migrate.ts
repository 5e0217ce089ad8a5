import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { OhmbrushError } from '../../shared/errors.ts';
import { backupFolder, makeBackup } from './backups.ts';
import type { Migration } from './migrations/migration.ts';

/**
 * Brings the database up to the newest version, each step in its own transaction. A database with content is first
 * copied into `backups/`.
 *
 * @throws OhmbrushError 'library-too-new', 'bad-library' or 'unwritable'
 */
export async function migrate(db: Database, migrations: readonly Migration[]): Promise<void> {
  const folder = dirname(db.name);
  const found = db.pragma('user_version', { simple: true }) as number;
  const newest = migrations.length;
  if (found > newest) {
    throw new OhmbrushError(
      'library-too-new',
      `the library in ${folder} was made by a newer Ohmbrush (version ${found} of the database; this one knows ${newest})`,
      'Install the newer Ohmbrush again, or choose another folder for the library',
    );
  }
  if (found === newest) return;
  const backup = found > 0 ? join(backupFolder(folder), (await makeBackup(db, Date.now())).name) : null;
  for (const { version, up } of migrations.slice(found)) {
    try {
      db.transaction(() => {
        up(db);
        db.pragma(`user_version = ${version}`);
      })();
    } catch (error) {
      throw new OhmbrushError(
        'bad-library',
        `the library in ${folder} could not be brought from version ${version - 1} to ${version} (${(error as Error).message})`,
        backup
          ? `Nothing was lost and a copy lies in ${backup}: go on with the older Ohmbrush and report this`
          : 'Report this',
        { cause: error },
      );
    }
  }
}
