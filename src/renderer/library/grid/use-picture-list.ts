import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';
import { PAGE_SIZE, type PictureList, pagesAround } from './pages.ts';

/** Unused pages are dropped after this time; 100,000 summaries would take some 60 MB. */
const KEPT_MS = 60_000;
/** A page is requested once the scroll bar has rested on it this long: a drag over the whole list passes 500 pages. */
const REST_MS = 50;
/** Number of pictures beyond the screen that are requested ahead. */
const AHEAD = 100;

export function pageOptions(list: PictureList, page: number) {
  return query.pictures.list.queryOptions({
    input: { ...list, offset: page * PAGE_SIZE, limit: PAGE_SIZE },
    gcTime: KEPT_MS,
  });
}

/**
 * The list to show: the wanted one, or the previous one while the first page is loading.
 *
 * @param wanted the same object as long as the list is the same
 * @param place key under which the scroll position is remembered
 */
export function useShownList(wanted: PictureList, place: string) {
  const head = useQuery({ ...pageOptions(wanted, 0), placeholderData: keepPreviousData });
  const [shown, setShown] = useState({ list: wanted, place });
  if (!head.isPlaceholderData && shown.list !== wanted) setShown({ list: wanted, place });
  return {
    ...shown,
    /** Pictures in the shown list; null before the first answer. */
    total: head.data?.total ?? null,
    first: head.data?.items[0],
    changing: head.isPlaceholderData,
    error: head.error,
    retry: head.refetch,
  };
}

/**
 * The loaded pictures of a list by index; undefined while still loading.
 *
 * @param from first index on the screen
 * @param to last index on the screen
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
