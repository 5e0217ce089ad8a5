import { chipProfileSchema } from '../chip/chip-profile.ts';
import { defineFormat } from './format.ts';

/** A file of its own, and an own chip in the database. */
export const CHIP = defineFormat('chip', chipProfileSchema);
