import { z } from 'zod';
import { COMMAND_IDS } from '../commands.ts';
import { maintenanceProgressSchema } from './maintenance.ts';
import { pictureIdSchema } from './pictures.ts';
import { jobIdSchema, jobProgressSchema } from './queue.ts';

export const CHANGEABLE = ['queue', 'pictures', 'boards', 'chips', 'prompts', 'library'] as const;

/**
 * Events that the studio sends to every screen. Pictures and previews are referred to by id or URL; events carry no
 * binary data.
 */
export const studioEventSchema = z.discriminatedUnion('type', [
  /** Query these again. */
  z.strictObject({ type: z.literal('changed'), what: z.array(z.enum(CHANGEABLE)) }),
  z.strictObject({ type: z.literal('progress'), progress: jobProgressSchema }),
  z.strictObject({ type: z.literal('saved'), jobId: jobIdSchema, pictureId: pictureIdSchema }),
  /** Progress of maintenance; null when it has ended. */
  z.strictObject({ type: z.literal('maintenance'), progress: maintenanceProgressSchema.nullable() }),
  /** The library was closed and reopened, from a backup or rebuilt: all data on the screens are out of date. */
  z.strictObject({ type: z.literal('reopened') }),
  /** A command chosen in the native menu. */
  z.strictObject({ type: z.literal('command'), command: z.enum(COMMAND_IDS) }),
]);
export type StudioEvent = z.infer<typeof studioEventSchema>;
export type Changeable = (typeof CHANGEABLE)[number];
