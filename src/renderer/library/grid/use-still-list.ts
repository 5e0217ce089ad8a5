import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { query } from '../../contract/client.ts';
import { useLive } from '../../state/live.ts';
import { asOf, type PictureList, pagesAround } from './pages.ts';
import { pageOptions } from './use-picture-list.ts';

/**
 * Keeps new pictures from moving the list while the user looks at older ones: after scrolling away from the top, the
 * list stays as it was then, until it is scrolled to the top again.
 */
export function useStillList(list: PictureList) {
  const queries = useQueryClient();
  const saved = useLive(({ saved }) => saved);
  const [moment, setMoment] = useState<number | null>(null);
  /** Time of the newest picture when the user left the top; null while at the top. */
  const left = useRef<number | null>(null);

  const still = list.sort === 'newest' && !list.filter.trash;
  const seen = useRef(saved);
  useEffect(() => {
    if (saved === seen.current) return;
    seen.current = saved;
    if (!still || left.current === null) return;
    const kept = asOf(list, left.current);
    // Copies the cached pictures to the new key, so that nothing is fetched again or drawn as a placeholder.
    const total = queries.getQueryData(pageOptions(list, 0).queryKey)?.total ?? 0;
    for (const page of pagesAround(0, total - 1, total, 0)) {
      const known = queries.getQueryData(pageOptions(list, page).queryKey);
      if (known) queries.setQueryData(pageOptions(kept, page).queryKey, known);
    }
    void queries.invalidateQueries({ queryKey: query.pictures.list.key({ input: { ...kept } }) });
    setMoment(left.current);
  }, [saved, still, list, queries]);

  // Another list starts at its own top.
  const [follows, setFollows] = useState(list);
  if (follows !== list) {
    setFollows(list);
    setMoment(null);
    left.current = null;
  }

  const shown = useMemo(() => (moment === null ? list : asOf(list, moment)), [list, moment]);
  const all = useQuery({
    ...query.pictures.list.queryOptions({ input: { ...list, offset: 0, limit: 1 } }),
    enabled: moment !== null,
  });

  /** To be called with the topmost picture whenever the list is scrolled. */
  const scrolled = useCallback((atTop: boolean, topCreatedAt: number | undefined) => {
    if (atTop) {
      left.current = null;
      setMoment(null);
    } else {
      left.current ??= topCreatedAt ?? null;
    }
  }, []);
  return { shown, scrolled, all: moment === null ? null : (all.data?.total ?? null) };
}
