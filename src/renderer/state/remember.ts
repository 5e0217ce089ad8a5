import type { Json } from '../../shared/bounded-json.ts';
import { decode, encode, readOrNull, versionOf } from '../../shared/formats/format.ts';
import type { Setting } from '../../shared/formats/setting.ts';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';

const SETTLE_MS = 400;
let remembered: Record<string, unknown> = {};
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * Stores a setting for the next start in the library's database; the browser's own storage belongs to a port, which
 * changes. Settings that change quickly are written after a pause. A setting stored by a newer Ohmbrush is not
 * overwritten; the choice then applies to this page only.
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
 * Writes all settings of this page now. After a restore or rebuild the library has older settings or none; the page's
 * current state is kept.
 */
export async function rememberAll(): Promise<void> {
  for (const timer of waiting.values()) clearTimeout(timer);
  waiting.clear();
  const entries = Object.entries(remembered) as [string, Json][];
  await Promise.allSettled(entries.map(([key, value]) => api.studio.remember({ key, value })));
}

/** Called once, before the first screen is drawn. */
export async function loadRemembered(): Promise<void> {
  remembered = await api.studio.settings();
}

/**
 * The setting last stored, now or at an earlier start; null where there is none, or where it cannot be read: the
 * library's maintenance lists those.
 */
export function recall<T>({ key, format }: Setting<T>): T | null {
  return key in remembered ? readOrNull(decode(format, remembered[key])) : null;
}
