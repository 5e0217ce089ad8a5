import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase } from '../../shared/refusals.ts';
import { reasonOf } from '../files/reason-of.ts';
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
    throw new OhmbrushError('library-too-new', { folder, found, newest });
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
      const advice = backup ? phrase('copy-lies-in', { backup }) : phrase('report-this');
      throw new OhmbrushError(
        'migration-failed',
        { folder, from: version - 1, to: version, why: reasonOf(error), advice },
        { cause: error },
      );
    }
  }
}
