import type { z } from 'zod';
import type { listInputSchema, Page, PictureFilter, PictureSort } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';
import { orderedIds } from './order.ts';
import { summaries } from './summary.ts';

export function list(context: LibraryContext, { filter, sort, offset, limit }: z.infer<typeof listInputSchema>): Page {
  const ids = orderedIds(context, filter, sort);
  return { total: ids.length, items: summaries(context, ids.slice(offset, offset + limit)) };
}

/** Pictures before this one in the list, or null if the filter leaves it out. */
export function place(
  context: LibraryContext,
  { filter, sort, id }: { filter: PictureFilter; sort: PictureSort; id: number },
): number | null {
  const index = orderedIds(context, filter, sort).indexOf(id);
  return index < 0 ? null : index;
}
