import { draftOf, type JobDraft } from '../../src/shared/recipe/draft.ts';
import { RECIPE } from '../files/example-recipe.ts';

/** A picture of the golden tests' tiny model: a fraction of a second with few steps. */
export function tinyDraft(changes: Partial<JobDraft> = {}): JobDraft {
  return {
    ...draftOf(RECIPE),
    model: { id: 'model' },
    width: 32,
    height: 32,
    steps: 2,
    precision: { name: 'exact', plan: { default: {}, overrides: [] } },
    ...changes,
  };
}
