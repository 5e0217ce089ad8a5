import type { QueryClient } from '@tanstack/react-query';
import type { Page, PictureSummary } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';

/** Above this number, pictures that no screen has listed are left out instead of being fetched one by one. */
const MOST_ASKED = 8;

/** The summaries of these pictures, from fetched lists or else from the studio. */
export async function knownPictures(queries: QueryClient, ids: readonly number[]): Promise<PictureSummary[]> {
  const wanted = new Set(ids);
  const known = new Map<number, PictureSummary>();
  for (const [, page] of queries.getQueriesData<Page>({ queryKey: query.pictures.list.key() })) {
    for (const picture of page?.items ?? []) if (wanted.has(picture.id)) known.set(picture.id, picture);
  }
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length <= MOST_ASKED) {
    for (const id of missing)
      known.set(id, await queries.fetchQuery(query.pictures.get.queryOptions({ input: { id } })));
  }
  return [...known.values()];
}
