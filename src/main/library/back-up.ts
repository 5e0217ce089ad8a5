import type { Backup } from '../../shared/contract/maintenance.ts';
import { makeBackup } from '../database/backups.ts';
import { lookAtClock } from './clock.ts';
import type { LibraryContext } from './context.ts';

/** A copy of the database in the folder `backups`. @throws OhmbrushError as `makeBackup` */
export async function backUp(
  context: LibraryContext,
  onProgress?: (done: number, total: number) => void,
): Promise<Backup> {
  const { db, copying, now } = context;
  const backup = await copying.add(() => makeBackup(db, now(), onProgress));
  context.assertInPlace();
  // Changes from now on are not in the copy.
  lookAtClock(context);
  return backup;
}
