import { z } from 'zod';
import { type Json, tryParseJson } from '../../shared/bounded-json.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { type Decoded, decodeText, versionOf } from '../../shared/formats/format.ts';
import { SET_ASIDE } from '../../shared/formats/setting.ts';
import { SETTINGS } from '../../shared/formats/settings.ts';
import { isDamage } from '../database/check-database.ts';
import type { LibraryContext } from './context.ts';

const ANY = { version: Number.MAX_SAFE_INTEGER, schema: z.json(), steps: [] };
const FORMATS = new Map(SETTINGS.map(({ key, format }) => [key, format]));

/**
 * Settings as stored, without those that are not JSON; the screens define their formats. While the database is damaged
 * there are none, so that the studio can start and repair it.
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
  const value = key.startsWith(SET_ASIDE) ? undefined : tryParseJson(text);
  return value === undefined ? [] : [[key, value as Json]];
}

/**
 * Stores a setting. One stored by a newer version is not overwritten; one that cannot be read is first set aside.
 *
 * @throws OhmbrushError 'conflict'
 */
export function setSetting({ sql, db, changed }: LibraryContext, key: string, value: Json): void {
  const set = sql(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const kept = sql('SELECT value FROM settings WHERE key = ?').pluck().get(key) as string | undefined;
  if (kept !== undefined && versionOf(tryParseJson(kept)) > versionOf(value)) {
    throw new OhmbrushError('setting-too-new', { key });
  }
  const isUnread = kept !== undefined && decodeSetting(key, kept).state !== 'read';
  db.transaction(() => {
    if (isUnread) set.run(`${SET_ASIDE}${key}`, kept);
    set.run(key, JSON.stringify(value));
  })();
  if (isUnread) changed('library');
}

/** A setting whose format only its screen knows may be any JSON. */
export function decodeSetting(key: string, text: string): Decoded<unknown> {
  return decodeText(FORMATS.get(key) ?? { ...ANY, name: `setting-${key}` }, text);
}
