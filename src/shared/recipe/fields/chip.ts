import { chipProfileSchema } from '../../chip/chip-profile.ts';
import type { Field } from './field.ts';

/** The chip that computes, by value, so that a recipe outlives an edit of the profile it was made with. */
export const chip = {
  schema: chipProfileSchema,
  default: 'asked',
  part: 'chip',
  short: ({ id }) => id,
  listedAs: 'chipId',
  column: 'chip',
  a1111: { name: 'Chip' },
  flag: { flags: '--chip <id|file.json>', help: 'a chip of `ohmbrush chips`, or a profile' },
  sweep: { by: 'choice' },
} as const satisfies Field<typeof chipProfileSchema>;
