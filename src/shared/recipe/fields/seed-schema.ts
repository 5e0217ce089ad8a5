import { z } from 'zod';

/** 32-bit unsigned: what the counter-based generators take. */
export const seedSchema = z.int().min(0).max(0xffffffff);
