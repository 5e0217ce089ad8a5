import { z } from 'zod';
import { energyReportSchema } from '../energy/energy-report.ts';
import { defineFormat } from './format.ts';

const paintingSchema = z.strictObject({
  /** Milliseconds since 1970. */
  createdAt: z.int().min(-8.64e15).max(8.64e15),
  /** Wall seconds from prompt to pixels, and of what came before. */
  seconds: z.number().min(0),
  preparationSeconds: z.number().min(0),
  backend: z.string().max(40),
  threads: z.int().min(1).max(1024),
  energy: energyReportSchema,
});

/** When and how a picture came to be, what its recipe does not say: two paintings of one recipe differ in it. */
export type Painting = z.infer<typeof paintingSchema>;

/** In a PNG under 'ohmbrush-painting'. */
export const PAINTING = defineFormat('painting', paintingSchema);
