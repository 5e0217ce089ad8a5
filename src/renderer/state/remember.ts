import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';

type Json = Parameters<typeof api.studio.remember>[0]['value'];

const SETTLE_MS = 400;
let remembered: Record<string, unknown> = {};
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * Keeps a choice for the next start, in the library's database: a browser's own storage belongs to a port, which changes.
 * Choices that change quickly are written when they have settled.
 */
export function remember(key: string, value: Json): void {
  remembered[key] = value;
  clearTimeout(waiting.get(key));
  waiting.set(
    key,
    setTimeout(() => {
      waiting.delete(key);
      api.studio.remember({ key, value }).catch(tellError);
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

/** What was last remembered under a key, now or at an earlier start. The reader validates it: an older version may have written it. */
export function recall(key: string): unknown {
  return remembered[key];
}
