import { LRUCache } from 'lru-cache';

/** A cache of the most recently used values; a missing value is computed: `cache.memo(key, { context: make })`. */
export type MemoCache<V extends object> = LRUCache<string, V, () => V>;

/** @param max number of values kept */
export function createMemoCache<V extends object>(max: number): MemoCache<V> {
  return new LRUCache<string, V, () => V>({ max, memoMethod: (_key, _old, { context: make }) => make() });
}
