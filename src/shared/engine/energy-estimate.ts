import { z } from 'zod';

/** What a picture is expected to cost. An estimate counts the same events as the meter, with expected values for what depends on data. */
export const estimateSchema = z.strictObject({
  /** Joules, without programming. */
  joules: z.number().min(0),
  /** Joules between which the true figure may lie, by the spread of the published constants. */
  low: z.number().min(0),
  high: z.number().min(0),
  /** Wall time on this machine, from pictures painted here with a like setting; null before there are any. */
  seconds: z.number().min(0).nullable(),
});
export type Estimate = z.infer<typeof estimateSchema>;
