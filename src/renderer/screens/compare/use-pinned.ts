import { useQueries } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';
import { useScreens } from '../../state/screens.ts';

/** Details of the pinned pictures, as far as loaded. A picture that was removed from the library is unpinned. */
export function usePinned(): PictureDetails[] {
  const pinnedIds = useScreens((screens) => screens.pinnedIds);
  const answers = useQueries({ queries: pinnedIds.map((id) => query.pictures.get.queryOptions({ input: { id } })) });
  const gone = pinnedIds
    .filter((_, index) => answers[index]?.isError || answers[index]?.data?.trashedAt != null)
    .join();
  useEffect(() => {
    if (gone === '') return;
    const lost = new Set(gone.split(',').map(Number));
    useScreens.setState((screens) => ({ pinnedIds: screens.pinnedIds.filter((id) => !lost.has(id)) }));
  }, [gone]);
  return answers.flatMap(({ data }) => data ?? []);
}
