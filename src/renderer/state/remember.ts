import type { Json } from '../../shared/bounded-json.ts';
import { decode, encode, readOrNull, versionOf } from '../../shared/formats/format.ts';
import type { Setting } from '../../shared/formats/setting.ts';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';

const SETTLE_MS = 400;
let remembered: Record<string, unknown> = {};
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * Keeps a choice for the next start, in the library's database: a browser's own storage belongs to a port, which
 * changes. Choices that change quickly are written when they have settled. What a newer Ohmbrush has kept stays, and
 * the choice holds for this page only.
 */
export function remember<T extends object>({ key, format }: Setting<T>, value: T): void {
  if (versionOf(remembered[key]) > format.version) return;
  const kept = encode(format, value) as Json;
  remembered[key] = kept;
  clearTimeout(waiting.get(key));
  waiting.set(
    key,
    setTimeout(() => {
      waiting.delete(key);
      api.studio.remember({ key, value: kept }).catch(tellError);
    }, SETTLE_MS),
  );
}

/**
 * Writes down all that this page remembers, now. A library that was opened anew, from a backup or rebuilt, knows older
 * choices or none; what the artist sees and has typed goes on.
 */
export async function rememberAll(): Promise<void> {
  for (const timer of waiting.values()) clearTimeout(timer);
  waiting.clear();
  const entries = Object.entries(remembered) as [string, Json][];
  await Promise.allSettled(entries.map(([key, value]) => api.studio.remember({ key, value })));
}

/** Once, before the first screen. */
export async function loadRemembered(): Promise<void> {
  remembered = await api.studio.settings();
}

/**
 * What was last remembered, now or at an earlier start; null where nothing was, or nothing that can be read: the care
 * of the library lists that.
 */
export function recall<T>({ key, format }: Setting<T>): T | null {
  return key in remembered ? readOrNull(decode(format, remembered[key])) : null;
}
