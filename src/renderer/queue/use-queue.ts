import { useQuery } from '@tanstack/react-query';
import { query } from '../contract/client.ts';

/** The queue as it stands; undefined until the studio has answered. */
export function useQueue() {
  return useQuery(query.queue.state.queryOptions()).data;
}
