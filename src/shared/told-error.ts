import { z } from 'zod';
import { ERROR_CODES } from './error-codes.ts';
import { refusalSchema } from './refusals.ts';

/**
 * An error as it travels and is kept: in English, and as the refusal that a screen words in its own language. An error
 * that an earlier version kept has its words only.
 */
export const toldErrorSchema = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  todo: z.string(),
  refusal: refusalSchema.nullable(),
});
export type ToldError = z.infer<typeof toldErrorSchema>;
