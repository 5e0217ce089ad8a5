import { useMemo } from 'react';
import type { Offer } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { type PlannedRun, planRun } from '../sweep/run.ts';

/** What Generate would queue now. */
export function useRun(offer: Offer): PlannedRun {
  const form = useRecipe((state) => state.form);
  const sweeps = useRecipe((state) => state.sweeps);
  const withExact = useRecipe((state) => state.withExact);
  return useMemo(() => planRun(form, sweeps, withExact, offer), [form, sweeps, withExact, offer]);
}
