import type { PictureFilter } from '../../shared/contract/pictures.ts';
import { matchExpression } from './search-text.ts';

interface Where {
  /** SQL after WHERE. */
  readonly where: string;
  readonly values: readonly unknown[];
}

/**
 * A filter as SQL over `pictures`. The text depends only on which parts are set, never on their values. `+id`: see
 * order.ts.
 */
export function whereOf(filter: PictureFilter): Where {
  const conditions: string[] = [filter.trash ? 'trashed_at IS NOT NULL' : 'trashed_at IS NULL'];
  const values: unknown[] = [];
  const add = (condition: string, ...bound: unknown[]) => {
    conditions.push(condition);
    values.push(...bound);
  };

  const match = filter.text === undefined ? null : matchExpression(filter.text);
  if (match !== null) add('+id IN (SELECT rowid FROM prompt_search WHERE prompt_search MATCH ?)', match);
  if (filter.boardId !== undefined) {
    add('+id IN (SELECT picture_id FROM board_pictures WHERE board_id = ?)', filter.boardId);
  }
  if (filter.sweepId !== undefined) {
    add('+id IN (SELECT picture_id FROM sweep_pictures WHERE sweep_id = ?)', filter.sweepId);
  }
  for (const tag of filter.tags ?? []) add('+id IN (SELECT picture_id FROM picture_tags WHERE tag = ?)', tag);
  if (filter.starred !== undefined) add('star = ?', filter.starred ? 1 : 0);
  if (filter.minRating !== undefined) add('rating >= ?', filter.minRating);
  if (filter.chipIds?.length) add('chip_id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.chipIds));
  if (filter.precisions?.length)
    add('precision IN (SELECT value FROM json_each(?))', JSON.stringify(filter.precisions));
  for (const [column, range] of [
    ['joules', filter.joules],
    ['created_at', filter.created],
  ] as const) {
    if (range?.min != null) add(`${column} >= ?`, range.min);
    if (range?.max != null) add(`${column} <= ?`, range.max);
  }
  return { where: conditions.join(' AND '), values };
}
