import { z } from 'zod';
import type { Field } from './field.ts';

const schema = z.int().min(8).max(2048);

/** Pixels. Texts show it together with the height. */
export const width = {
  schema,
  default: 'model',
  part: 'content',
  unit: 'px',
  listedAs: 'width',
  column: 'width_px',
  a1111: null,
  flag: { flags: '--size <WxH>', help: 'pixels, such as 256x256' },
  sweep: { by: 'number', step: 8, spread: 'even', multipleOf: 'sizeMultiple' },
} as const satisfies Field<typeof schema>;
