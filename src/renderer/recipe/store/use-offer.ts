import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { query } from '../../contract/client.ts';
import { useRecipe } from './recipe-store.ts';

/** Passes the studio's offer to the recipe, now and when it changes. */
export function useOffer(): { ready: boolean; error: unknown; retry(): void } {
  const models = useQuery(query.models.list.queryOptions());
  const chips = useQuery(query.chips.list.queryOptions());
  const precisions = useQuery(query.precisions.list.queryOptions());
  const meet = useRecipe((state) => state.meet);
  const ready = useRecipe((state) => state.offer !== null);
  useEffect(() => {
    // The models come last, because the engine reads them and takes a while to start.
    if (chips.data && precisions.data) {
      meet({ models: models.data ?? null, chips: chips.data, precisions: precisions.data });
    }
  }, [models.data, chips.data, precisions.data, meet]);
  return {
    ready,
    error: models.error ?? chips.error ?? precisions.error,
    retry: () => {
      for (const asked of [models, chips, precisions]) if (asked.isError) void asked.refetch();
    },
  };
}
