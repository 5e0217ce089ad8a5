import { z } from 'zod';
import type { Field } from './field.ts';

export const SAMPLERS = ['ddim', 'euler', 'euler-ancestral', 'dpmpp-2m'] as const;
export type SamplerId = (typeof SAMPLERS)[number];

const schema = z.enum(SAMPLERS);

/** As AUTOMATIC1111's web UI and most others call them. */
const NAMES: Readonly<Record<SamplerId, string>> = {
  ddim: 'DDIM',
  euler: 'Euler',
  'euler-ancestral': 'Euler a',
  'dpmpp-2m': 'DPM++ 2M',
};

/** The sampler: the method that turns noise into a picture, step by step. */
export const sampler = {
  schema,
  default: 'model',
  part: 'content',
  names: NAMES,
  listedAs: 'sampler',
  column: 'sampler',
  a1111: { name: 'Sampler', values: NAMES },
  flag: { flags: '--sampler <id>', help: SAMPLERS.join(', ') },
  sweep: { by: 'choice' },
} as const satisfies Field<typeof schema>;
