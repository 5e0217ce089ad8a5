import { LRUCache } from 'lru-cache';

/** Keeps what was asked for last; what is not kept is made anew: `cache.memo(key, { context: make })`. */
export type MemoCache<V extends object> = LRUCache<string, V, () => V>;

/** @param max how many values are kept */
export function createMemoCache<V extends object>(max: number): MemoCache<V> {
  return new LRUCache<string, V, () => V>({ max, memoMethod: (_key, _old, { context: make }) => make() });
}
