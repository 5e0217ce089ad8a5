import { z } from 'zod';
import type { Field } from './field.ts';

const schema = z.int().min(8).max(2048);

/** Pixels. Texts show it together with the width. */
export const height = {
  schema,
  default: 'model',
  part: 'content',
  unit: 'px',
  listedAs: 'height',
  column: 'height_px',
  a1111: null,
  flag: null,
  sweep: { by: 'number', step: 8, spread: 'even', multipleOf: 'sizeMultiple' },
} as const satisfies Field<typeof schema>;
