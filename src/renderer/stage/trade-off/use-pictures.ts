import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';
import { useLibrary } from '../../library/library-store.ts';

/** Points beyond this would only cover each other. */
const MOST = 400;

interface Shown {
  pictures: readonly PictureSummary[];
  total: number;
}

/** The pictures to weigh: a sweep's cells (and the exact ones it is measured against), or what the library shows. */
export function usePictures(sweepId: number | null): Shown | undefined {
  const { filter } = useLibrary();
  const list = useQuery(
    query.pictures.list.queryOptions({
      input: sweepId === null ? { filter, sort: 'newest', offset: 0, limit: MOST } : skipToken,
      placeholderData: keepPreviousData,
    }),
  );
  const sweep = useQuery(query.sweeps.get.queryOptions({ input: sweepId === null ? skipToken : { id: sweepId } }));
  if (sweepId === null) return list.data && { pictures: list.data.items, total: list.data.total };
  if (!sweep.data) return undefined;
  const pictures = sweep.data.cells.flatMap(({ picture }) => picture ?? []);
  return { pictures, total: pictures.length };
}
