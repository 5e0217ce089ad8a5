import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';

/** The draft fields that a test sets; the others have usual values. */
export function draft(
  parts: Pick<JobDraft, 'model' | 'chip' | 'precision' | 'width' | 'height'> & Partial<JobDraft>,
): JobDraft {
  return {
    ...DEFAULTS,
    prompt: 'a red apple, 3d style',
    seed: 7,
    steps: 8,
    guidance: 2.5,
    sampler: 'euler',
    chipSeed: 11,
    age: 3600,
    ...parts,
  };
}
