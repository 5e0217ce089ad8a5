import type { z } from 'zod';
import type { listInputSchema, Page, PictureFilter, PictureSort } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';
import { whereOf } from './filter.ts';
import { SORTS } from './sort.ts';
import { summaries } from './summary.ts';

type ListInput = z.infer<typeof listInputSchema>;

export function list(context: LibraryContext, { filter, sort, offset, limit }: ListInput): Page {
  const { where, values } = whereOf(filter);
  const { key, direction } = SORTS[sort];
  const total = context
    .sql(`SELECT count(*) FROM pictures WHERE ${where}`)
    .pluck()
    .get(...values) as number;
  const ids = context
    .sql(`SELECT id FROM pictures WHERE ${where} ORDER BY ${key} ${direction}, id ${direction} LIMIT ? OFFSET ?`)
    .pluck()
    .all(...values, limit, offset) as number[];
  return { total, items: summaries(context, ids) };
}

/** Pictures before this one in the list, or null if the filter leaves it out. */
export function place(
  { sql }: LibraryContext,
  { filter, sort, id }: { filter: PictureFilter; sort: PictureSort; id: number },
): number | null {
  const { where, values } = whereOf(filter);
  const { key, direction } = SORTS[sort];
  const own = sql(`SELECT ${key} FROM pictures WHERE ${where} AND id = ?`)
    .pluck()
    .get(...values, id);
  if (own === undefined) return null;
  const before = direction === 'DESC' ? '>' : '<';
  return sql(`SELECT count(*) FROM pictures WHERE ${where} AND (${key}, id) ${before} (?, ?)`)
    .pluck()
    .get(...values, own, id) as number;
}
