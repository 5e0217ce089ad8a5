import { z } from 'zod';

/**
 * Expected energy and time of a picture. An estimate counts the same events as the meter, with expected values where
 * they depend on data.
 */
export const estimateSchema = z.strictObject({
  /** Joules, without programming. */
  joules: z.number().min(0),
  /** Range of the true energy, joules, from the spread of the published constants. */
  low: z.number().min(0),
  high: z.number().min(0),
  /** Wall time on this machine, from pictures painted here with similar settings; null before there are any. */
  seconds: z.number().min(0).nullable(),
});
export type Estimate = z.infer<typeof estimateSchema>;
