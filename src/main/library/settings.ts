import { type Json, tryParseJson } from '../../shared/bounded-json.ts';
import { isDamage } from '../database/check-database.ts';
import type { LibraryContext } from './context.ts';

/**
 * What cannot be read is as if it had never been chosen: a studio without remembered choices opens, and its library can
 * be repaired.
 */
export function allSettings({ sql }: LibraryContext): Record<string, Json> {
  try {
    const rows = sql<{ key: string; value: string }>('SELECT key, value FROM settings').all();
    return Object.fromEntries(rows.flatMap(({ key, value }) => parsed(key, value)));
  } catch (error) {
    if (isDamage(error)) return {};
    throw error;
  }
}

function parsed(key: string, text: string): [string, Json][] {
  const value = tryParseJson(text);
  return value === undefined ? [] : [[key, value as Json]];
}

export function setSetting({ sql }: LibraryContext, key: string, value: Json): void {
  sql('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    JSON.stringify(value),
  );
}
