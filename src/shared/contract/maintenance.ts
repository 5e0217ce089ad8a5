import { z } from 'zod';
import { errorSchema } from '../engine/engine-protocol.ts';
import { unreadSchema } from '../unread.ts';
import { pictureIdSchema, timeSchema } from './pictures.ts';

/** Work on a whole library: one at a time. */
const MAINTENANCE = ['backup', 'verify', 'restore', 'rebuild', 'take-in'] as const;

export const maintenanceProgressSchema = z.strictObject({
  what: z.enum(MAINTENANCE),
  /** Pictures, or pages of the database. */
  done: z.int(),
  /** 0 while it is not known. */
  total: z.int(),
});
export type MaintenanceProgress = z.infer<typeof maintenanceProgressSchema>;

/** A whole copy of the library's database, in the folder `backups`. */
export const backupSchema = z.strictObject({
  /** Of the file. */
  name: z.string().regex(/^library-[\w-]{1,80}\.db$/),
  createdAt: timeSchema,
  bytes: z.int(),
  pictures: z.int(),
});
export type Backup = z.infer<typeof backupSchema>;

/** Something that is kept and cannot be read: it stays as it is, until a program that can read it comes along. */
export const unreadItemSchema = z.strictObject({
  what: z.enum(['recipe', 'energy', 'painting', 'chip', 'job', 'sweep', 'setting']),
  /** Of the picture, chip, job or sweep; key of the setting. */
  id: z.string(),
  unread: unreadSchema,
});
export type UnreadItem = z.infer<typeof unreadItemSchema>;

/** What a look at every file and at the whole database found. */
export const verifyReportSchema = z.strictObject({
  at: timeSchema,
  /** Picture files that were read. */
  files: z.int(),
  /** What SQLite's integrity_check says; empty for a sound database. */
  database: z.array(z.string()),
  /** Pictures whose file is not there. */
  missing: z.array(pictureIdSchema),
  /** Pictures whose file is not the one that was kept: its SHA-256 is another. */
  changed: z.array(pictureIdSchema),
  /** Pictures whose file cannot be read now. */
  unreadable: z.array(pictureIdSchema),
  /** What is kept in the database and in the pictures and does not fit its format. */
  unread: z.array(unreadItemSchema),
});
export type VerifyReport = z.infer<typeof verifyReportSchema>;

export const libraryStatusSchema = z.strictObject({
  folder: z.string(),
  /** 'damaged': its database cannot be opened; a backup can be restored, or a new one made from the pictures. */
  state: z.enum(['open', 'damaged']),
  /** Why it is not open. */
  problem: errorSchema.omit({ stack: true }).nullable(),
  /** Newest first. */
  backups: z.array(backupSchema),
  /** Pictures in the folder `set-aside`: the library has files that its database does not know. */
  setAside: z.int(),
  /** Pictures whose file was not there at the start. */
  missing: z.int(),
  /** Folders that could not be read at the start, each with the reason. */
  unreadable: z.array(z.string()),
  /** Own chips, sweeps and settings that cannot be read now. */
  unread: z.array(unreadItemSchema),
  /** Pictures that the trash would have deleted by now, if the clock had not jumped: they wait for an answer. */
  doubtful: z.int(),
  /** The last time the library was verified. */
  verified: verifyReportSchema.nullable(),
  working: maintenanceProgressSchema.nullable(),
});
export type LibraryStatus = z.infer<typeof libraryStatusSchema>;

/** Of pictures taken in from files. */
export const takenInSchema = z.strictObject({
  taken: z.int(),
  /** Files that are no pictures, or damaged: they stay where they are. */
  refused: z.int(),
});
export type TakenIn = z.infer<typeof takenInSchema>;
