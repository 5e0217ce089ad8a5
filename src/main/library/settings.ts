import type { Json } from '../../shared/bounded-json.ts';
import type { LibraryContext } from './context.ts';

export function allSettings({ sql }: LibraryContext): Record<string, Json> {
  const rows = sql<{ key: string; value: string }>('SELECT key, value FROM settings').all();
  return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)]));
}

export function setSetting({ sql }: LibraryContext, key: string, value: Json): void {
  sql('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(
    key,
    JSON.stringify(value),
  );
}
