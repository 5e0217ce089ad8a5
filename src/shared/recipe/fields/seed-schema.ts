import { z } from 'zod';

/** 32-bit unsigned, as the counter-based random number generators need. */
export const seedSchema = z.int().min(0).max(0xffffffff);
