import { z } from 'zod';
import { COMMAND_IDS } from '../commands.ts';
import { maintenanceProgressSchema } from './maintenance.ts';
import { pictureIdSchema } from './pictures.ts';
import { jobIdSchema, jobProgressSchema } from './queue.ts';

export const CHANGEABLE = ['queue', 'pictures', 'boards', 'chips', 'prompts', 'library'] as const;

/** What the studio tells every screen. Pictures and previews are named by id or URL; bytes never travel in events. */
export const studioEventSchema = z.discriminatedUnion('type', [
  /** Ask again for these. */
  z.strictObject({ type: z.literal('changed'), what: z.array(z.enum(CHANGEABLE)) }),
  z.strictObject({ type: z.literal('progress'), progress: jobProgressSchema }),
  z.strictObject({ type: z.literal('saved'), jobId: jobIdSchema, pictureId: pictureIdSchema }),
  /** How far work on the library is; null when it is over. */
  z.strictObject({ type: z.literal('maintenance'), progress: maintenanceProgressSchema.nullable() }),
  /** The library was closed and opened anew, from a backup or rebuilt: everything a screen knows is out of date. */
  z.strictObject({ type: z.literal('reopened') }),
  /** A choice in the native menu. */
  z.strictObject({ type: z.literal('command'), command: z.enum(COMMAND_IDS) }),
]);
export type StudioEvent = z.infer<typeof studioEventSchema>;
export type Changeable = (typeof CHANGEABLE)[number];
