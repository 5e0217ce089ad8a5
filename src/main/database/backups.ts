import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Backup } from '../../shared/contract/maintenance.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase } from '../../shared/refusals.ts';
import { reasonOf } from '../files/reason-of.ts';
import { syncFile, syncFolder } from '../files/sync.ts';
import { APPLICATION_ID, checkDatabase, createChecker, isDamage } from './check-database.ts';
import { copyDatabase } from './copy-database.ts';
import type { Db } from './db.ts';
import { damagedDatabase } from './explain-error.ts';
import { lookInto } from './read-only.ts';
import { hasStrangeSchema } from './strange-schema.ts';

/** Number of backups that are kept. */
const KEPT = 7;

const NAME = /^library-version-[0-9]+-[0-9T-]+\.db$/;
/** The folder of a library's backups. */
export function backupFolder(libraryFolder: string): string {
  return join(libraryFolder, 'backups');
}

/**
 * Copies a database while it is in use, checks the copy and deletes the oldest backups. A copy is one plain file
 * without a write-ahead log.
 *
 * @param now milliseconds since 1970
 * @param onProgress called with pages copied and in all
 * @throws OhmbrushError 'bad-library' when the database is damaged (existing copies stay), 'unwritable'
 */
export async function makeBackup(
  db: Db,
  now: number,
  onProgress?: (done: number, total: number) => void,
): Promise<Backup> {
  const folder = backupFolder(dirname(db.name));
  const version = db.pragma('user_version', { simple: true }) as number;
  const path = join(folder, freeName(folder, version, now));
  const unfinished = `${path}.unfinished`;
  try {
    await mkdir(folder, { recursive: true });
    await removeUnfinished(folder);
    await copyDatabase(db, unfinished, onProgress);
    const wrong = await checkDatabase({ file: unfinished, thoroughly: false });
    if (wrong.length > 0) throw damagedDatabase(db.name, wrong[0]!);
    await syncFile(unfinished);
    await rename(unfinished, path);
    await syncFolder(folder);
  } catch (error) {
    await removeUnfinished(folder).catch(() => {});
    if (error instanceof OhmbrushError) throw error;
    throw new OhmbrushError('backup-unwritable', { folder, why: reasonOf(error) }, { cause: error });
  }
  // The new copy is complete: failing to remove an old one is no reason to report an error.
  await rotate(folder, now).catch(() => {});
  const made = await inspect(path);
  if (made === null || made === 'damaged') throw damagedDatabase(path, phrase('read-back'));
  return made;
}

/**
 * The backups of a library, newest first, without files that are unfinished, visibly damaged or not an Ohmbrush
 * database.
 */
export async function listBackups(libraryFolder: string): Promise<Backup[]> {
  const folder = backupFolder(libraryFolder);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.filter((name) => NAME.test(name)).map((name) => inspect(join(folder, name))));
  return found.filter((backup) => backup !== null && backup !== 'damaged').sort((a, b) => b.createdAt - a.createdAt);
}

/**
 * Keeps the newest seven. If all of them come from a library that has lost its pictures (its database was started again
 * empty), the oldest place goes to the backup with the most pictures. Damaged backups are deleted; ones that cannot be
 * read at the moment stay.
 */
async function rotate(folder: string, now: number): Promise<void> {
  const sound: Backup[] = [];
  const checker = createChecker();
  try {
    for (const name of (await readdir(folder)).filter((name) => NAME.test(name))) {
      const path = join(folder, name);
      const found = await inspect(path);
      const isDamaged =
        found === 'damaged' || (found !== null && (await checker.check({ file: path, thoroughly: false })).length > 0);
      if (isDamaged) await rm(path, { force: true });
      else if (found) sound.push(found);
    }
  } finally {
    await checker.close();
  }
  // A backup dated in the future comes from a wrong clock, and is no reason to delete the new one.
  const age = ({ createdAt }: Backup) => (createdAt > now ? Number.MAX_VALUE : now - createdAt);
  sound.sort((a, b) => age(a) - age(b));
  const fullest = sound.reduce((most, backup) => (backup.pictures > most.pictures ? backup : most), sound[0]!);
  const kept = new Set(sound.slice(0, KEPT));
  if (!kept.has(fullest)) {
    kept.delete(sound[KEPT - 1]!);
    kept.add(fullest);
  }
  for (const backup of sound) if (!kept.has(backup)) await rm(join(folder, backup.name), { force: true });
}

/** What a backup contains; null for a file that cannot be read now or is not an Ohmbrush database. */
async function inspect(path: string): Promise<Backup | 'damaged' | null> {
  try {
    const kind = await lstat(path);
    if (!kind.isFile()) return null;
    const name = path.slice(dirname(path).length + 1);
    return lookInto(path, (db) => {
      if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID || hasStrangeSchema(db)) return null;
      const hasPictures = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'pictures'").get() !== undefined;
      const pictures = hasPictures ? (db.prepare('SELECT count(*) FROM pictures').pluck().get() as number) : 0;
      return { name, createdAt: timeOf(name), bytes: kind.size, pictures };
    });
  } catch (error) {
    return isDamage(error) ? 'damaged' : null;
  }
}

/** Unfinished copies left by a crash or a full disk. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/\.unfinished(-journal|-wal|-shm)?$/.test(name)) await rm(join(folder, name), { force: true });
  }
}

/** 'library-version-3-2026-12-01T09-30-00-000.db': sorts by time. */
function freeName(folder: string, version: number, now: number): string {
  for (let time = now; ; time++) {
    const name = `library-version-${version}-${new Date(time).toISOString().slice(0, -1).replaceAll(/[:.]/g, '-')}.db`;
    if (!existsSync(join(folder, name))) return name;
  }
}

/** Names written by older versions have no milliseconds. */
function timeOf(name: string): number {
  const digits = name.match(/-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-\d{3})?)\.db$/)?.[1] ?? '';
  const [day, clock = ''] = digits.split('T');
  const [hours, minutes, seconds, milliseconds = '000'] = clock.split('-');
  const time = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
  return Number.isNaN(time) ? 0 : time;
}
