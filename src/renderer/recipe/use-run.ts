import { useMemo } from 'react';
import { useRecipe } from './recipe-store.ts';
import { type PlannedRun, planRun } from './run.ts';
import type { Offer } from './settings.ts';

/** What Generate would queue now. */
export function useRun(offer: Offer): PlannedRun {
  const settings = useRecipe((state) => state.settings);
  const sweeps = useRecipe((state) => state.sweeps);
  const withExact = useRecipe((state) => state.withExact);
  return useMemo(() => planRun(settings, sweeps, withExact, offer), [settings, sweeps, withExact, offer]);
}
