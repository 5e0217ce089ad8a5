import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';
import { useLibrary } from '../../library/library-store.ts';

/** More points would cover each other. */
const MOST = 400;

interface Shown {
  pictures: readonly PictureSummary[];
  total: number;
}

/** The pictures to plot: a sweep's cells and the exact reference of the first, or what the library shows. */
export function usePictures(sweepId: number | null): Shown | undefined {
  const { filter } = useLibrary();
  const list = useQuery(
    query.pictures.list.queryOptions({
      input: sweepId === null ? { filter, sort: 'newest', offset: 0, limit: MOST } : skipToken,
      placeholderData: keepPreviousData,
    }),
  );
  const sweep = useQuery(query.sweeps.get.queryOptions({ input: sweepId === null ? skipToken : { id: sweepId } }));
  const exact = useExactOf(sweep.data?.cells.find(({ picture }) => picture !== null)?.picture?.id);
  if (sweepId === null) return list.data && { pictures: list.data.items, total: list.data.total };
  if (!sweep.data) return undefined;
  const cells = sweep.data.cells.flatMap(({ picture }) => picture ?? []);
  const pictures = exact && cells.every(({ id }) => id !== exact.id) ? [...cells, exact] : cells;
  return { pictures, total: pictures.length };
}

/** The exact reference, once it is in the library. */
function useExactOf(id: number | undefined): PictureSummary | undefined {
  const exact = useQuery(query.compare.exactOf.queryOptions({ input: id === undefined ? skipToken : { id } }));
  const exactId = exact.data?.pictureId ?? null;
  return useQuery(query.pictures.get.queryOptions({ input: exactId === null ? skipToken : { id: exactId } })).data;
}
