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

/** How many are kept. */
const KEPT = 7;

const NAME = /^library-version-[0-9]+-[0-9T-]+\.db$/;
/** The folder of a library's backups. */
export function backupFolder(libraryFolder: string): string {
  return join(libraryFolder, 'backups');
}

/**
 * Copies a database while it is in use, checks the copy, and lets the oldest ones go. A copy is one plain file: it
 * needs no log.
 *
 * @param now milliseconds since 1970
 * @param onProgress called with pages copied and in all
 * @throws OhmbrushError 'bad-library' when the database is damaged (the copies that are there stay), 'unwritable'
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
  // The copy is made: an old one that cannot be removed is no reason to say otherwise.
  await rotate(folder, now).catch(() => {});
  const made = await inspect(path);
  if (made === null || made === 'damaged') throw damagedDatabase(path, phrase('read-back'));
  return made;
}

/**
 * The backups of a library, newest first. What is no database of ours, damaged at first sight or unfinished is left
 * out.
 */
export async function listBackups(libraryFolder: string): Promise<Backup[]> {
  const folder = backupFolder(libraryFolder);
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.filter((name) => NAME.test(name)).map((name) => inspect(join(folder, name))));
  return found.filter((backup) => backup !== null && backup !== 'damaged').sort((a, b) => b.createdAt - a.createdAt);
}

/**
 * Keeps the newest seven; and if they are all of a library that has lost its pictures (a database that was started
 * anew), the fullest one in the place of the oldest. Damaged ones go; what cannot be read just now stays.
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
  // One of a time to come is of a clock that was wrong, and no reason to let the new one go.
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

/** What a backup holds; null for a file that cannot be read now, or is not ours. */
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

/** Of copies that a crash or a full disk cut off. */
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

/** Names of an older version have no milliseconds. */
function timeOf(name: string): number {
  const digits = name.match(/-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:-\d{3})?)\.db$/)?.[1] ?? '';
  const [day, clock = ''] = digits.split('T');
  const [hours, minutes, seconds, milliseconds = '000'] = clock.split('-');
  const time = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
  return Number.isNaN(time) ? 0 : time;
}
