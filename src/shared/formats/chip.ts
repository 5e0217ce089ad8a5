import { chipProfileSchema } from '../chip/chip-profile.ts';
import { defineFormat } from './format.ts';

/** Stored as a file, and as an own chip in the database. */
export const CHIP = defineFormat('chip', chipProfileSchema);
