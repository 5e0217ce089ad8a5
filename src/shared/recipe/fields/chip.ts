import { chipProfileSchema } from '../../chip/chip-profile.ts';
import type { Field } from './field.ts';

/** The emulated chip, by value, so that the recipe does not change when the chip's profile is edited. */
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
