import { z } from 'zod';
import { toldErrorSchema } from '../told-error.ts';
import { unreadItemSchema } from '../unread.ts';
import { pictureIdSchema, timeSchema } from './pictures.ts';

/** Operations on a whole library; only one runs at a time. */
const MAINTENANCE = ['backup', 'verify', 'restore', 'rebuild', 'take-in'] as const;

export const maintenanceProgressSchema = z.strictObject({
  what: z.enum(MAINTENANCE),
  /** Pictures, or pages of the database. */
  done: z.int(),
  /** 0 while the total is not known. */
  total: z.int(),
});
export type MaintenanceProgress = z.infer<typeof maintenanceProgressSchema>;

/** A complete copy of the library's database, in the folder `backups`. */
export const backupSchema = z.strictObject({
  /** Time of the file. */
  name: z.string().regex(/^library-[\w-]{1,80}\.db$/),
  createdAt: timeSchema,
  bytes: z.int(),
  pictures: z.int(),
});
export type Backup = z.infer<typeof backupSchema>;

/** Result of checking every file and the whole database. */
export const verifyReportSchema = z.strictObject({
  at: timeSchema,
  /** Number of picture files read. */
  files: z.int(),
  /** Output of SQLite's integrity_check; empty for a sound database. */
  database: z.array(z.string()),
  /** Pictures whose file is missing. */
  missing: z.array(pictureIdSchema),
  /** Pictures whose file has changed: its SHA-256 differs. */
  changed: z.array(pictureIdSchema),
  /** Pictures whose file cannot be read now. */
  unreadable: z.array(pictureIdSchema),
  /** Items in the database and in picture files that do not fit their format. */
  unread: z.array(unreadItemSchema),
});
export type VerifyReport = z.infer<typeof verifyReportSchema>;

export const libraryStatusSchema = z.strictObject({
  folder: z.string(),
  /** 'damaged': its database cannot be opened; a backup can be restored, or a new database made from the pictures. */
  state: z.enum(['open', 'damaged']),
  /** Why it is not open. */
  problem: toldErrorSchema.nullable(),
  /** Newest first. */
  backups: z.array(backupSchema),
  /** Pictures in the folder `set-aside`: files without a row in the database. */
  setAside: z.int(),
  /** Pictures whose file was missing at the start. */
  missing: z.int(),
  /** Folders that could not be read at the start, each with the reason. */
  unreadable: z.array(z.string()),
  /** Own chips, sweeps and settings that cannot be read now. */
  unread: z.array(unreadItemSchema),
  /** Pictures that the trash would have deleted by now if the clock had not jumped: they wait for the user's answer. */
  doubtful: z.int(),
  /** The last time the library was verified. */
  verified: verifyReportSchema.nullable(),
  working: maintenanceProgressSchema.nullable(),
});
export type LibraryStatus = z.infer<typeof libraryStatusSchema>;

/** Of pictures imported again from files. */
export const takenInSchema = z.strictObject({
  taken: z.int(),
  /** Files that are damaged or no pictures: they stay where they are. */
  refused: z.int(),
});
export type TakenIn = z.infer<typeof takenInSchema>;
