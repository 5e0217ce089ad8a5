import stringify from 'safe-stable-stringify';
import type { PictureFilter, PictureSort } from '../../../shared/contract/pictures.ts';

/** Pictures that are asked for at once: several screens of the panel, some 100 kB. */
export const PAGE_SIZE = 200;

/** As many as one call lists. */
export const MOST_LISTED = 1000;

/** Which pictures in which order. */
export interface PictureList {
  readonly filter: PictureFilter;
  readonly sort: PictureSort;
}

/**
 * Pages that hold the pictures `first` to `last`, and what lies closely around them.
 *
 * @param margin pictures around
 */
export function pagesAround(first: number, last: number, total: number, margin: number): number[] {
  if (total === 0) return [];
  const from = Math.floor(Math.max(first - margin, 0) / PAGE_SIZE);
  const to = Math.floor(Math.min(Math.max(last, first) + margin, total - 1) / PAGE_SIZE);
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
}

/** The list as it was at `moment` (milliseconds since 1970): without what came later. */
export function asOf(list: PictureList, moment: number): PictureList {
  const { min = null, max = null } = list.filter.created ?? {};
  return { ...list, filter: { ...list.filter, created: { min, max: Math.min(moment, max ?? moment) } } };
}

/** The same for lists that say the same. */
export function listKey({ filter, sort }: PictureList): string {
  return stringify([sort, filter]);
}
