import stringify from 'safe-stable-stringify';
import type { PictureFilter, PictureSort } from '../../../shared/contract/pictures.ts';

/** Pictures per request: several screens of the panel, some 100 kB. */
export const PAGE_SIZE = 200;

/** Most pictures that one call lists. */
export const MOST_LISTED = 1000;

/** Filter and order of a list. */
export interface PictureList {
  readonly filter: PictureFilter;
  readonly sort: PictureSort;
}

/**
 * The pages that hold the pictures `first` to `last` and a margin around them.
 *
 * @param margin pictures around
 */
export function pagesAround(first: number, last: number, total: number, margin: number): number[] {
  if (total === 0) return [];
  const from = Math.floor(Math.max(first - margin, 0) / PAGE_SIZE);
  const to = Math.floor(Math.min(Math.max(last, first) + margin, total - 1) / PAGE_SIZE);
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
}

/** The list as it was at `moment` (milliseconds since 1970): without later pictures. */
export function asOf(list: PictureList, moment: number): PictureList {
  const { min = null, max = null } = list.filter.created ?? {};
  return { ...list, filter: { ...list.filter, created: { min, max: Math.min(moment, max ?? moment) } } };
}

/** Equal for lists with equal results. */
export function listKey({ filter, sort }: PictureList): string {
  return stringify([sort, filter]);
}
