import { z } from 'zod';
import { energyReportSchema } from '../energy/energy-report.ts';
import { defineFormat } from './format.ts';

const paintingSchema = z.strictObject({
  /** Milliseconds since 1970. */
  createdAt: z.int().min(-8.64e15).max(8.64e15),
  /** Wall seconds from prompt to pixels, and of the preparation. */
  seconds: z.number().min(0),
  preparationSeconds: z.number().min(0),
  backend: z.string().max(40),
  threads: z.int().min(1).max(1024),
  energy: energyReportSchema,
});

/**
 * The painting note: when and how a picture was painted, which its recipe does not say and two paintings of one recipe
 * differ in.
 */
export type Painting = z.infer<typeof paintingSchema>;

/** Stored in a PNG under 'ohmbrush-painting'. */
export const PAINTING = defineFormat('painting', paintingSchema);
