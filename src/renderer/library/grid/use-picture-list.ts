import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';
import { PAGE_SIZE, type PictureList, pagesAround } from './pages.ts';

/** Pages that nobody has looked at for this long are dropped; 100,000 summaries would be some 60 MB. */
const KEPT_MS = 60_000;
/** A page is asked for once the scroll bar has rested on it this long: a drag over the whole list passes 500 of them. */
const REST_MS = 50;
/** Pictures beyond the screen that are asked for ahead. */
const AHEAD = 100;

export function pageOptions(list: PictureList, page: number) {
  return query.pictures.list.queryOptions({
    input: { ...list, offset: page * PAGE_SIZE, limit: PAGE_SIZE },
    gcTime: KEPT_MS,
  });
}

/**
 * The list that can be shown: the wanted one, or while its first page is on its way, the one before.
 *
 * @param wanted the same object as long as it means the same
 * @param place what its scrolling is remembered under
 */
export function useShownList(wanted: PictureList, place: string) {
  const head = useQuery({ ...pageOptions(wanted, 0), placeholderData: keepPreviousData });
  const [shown, setShown] = useState({ list: wanted, place });
  if (!head.isPlaceholderData && shown.list !== wanted) setShown({ list: wanted, place });
  return {
    ...shown,
    /** Pictures in the shown list; null before the very first answer. */
    total: head.data?.total ?? null,
    first: head.data?.items[0],
    changing: head.isPlaceholderData,
    error: head.error,
    retry: head.refetch,
  };
}

/**
 * The pictures of a list by their place, as far as they have arrived: undefined is on its way.
 *
 * @param from first place on the screen
 * @param to last place on the screen
 */
export function usePictures(
  list: PictureList,
  { total, from, to }: { total: number; from: number; to: number },
): (index: number) => PictureSummary | undefined {
  const queries = useQueryClient();
  const around = pagesAround(from, to, total, AHEAD).join();
  const [settled] = useDebouncedValue(around, REST_MS, { leading: true });
  const pages = settled === '' ? [] : settled.split(',').map(Number);
  useQueries({ queries: pages.map((page) => pageOptions(list, page)) });

  const known = new Map<number, PictureSummary[] | undefined>();
  return (index) => {
    const page = Math.floor(index / PAGE_SIZE);
    if (!known.has(page)) known.set(page, queries.getQueryData(pageOptions(list, page).queryKey)?.items);
    return known.get(page)?.[index % PAGE_SIZE];
  };
}
