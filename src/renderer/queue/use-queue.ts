import { useQuery } from '@tanstack/react-query';
import { query } from '../contract/client.ts';

/** The current queue; undefined until loaded. */
export function useQueue() {
  return useQuery(query.queue.state.queryOptions()).data;
}
