import type { Db } from './db.ts';

/**
 * Whether a database holds what ours never do: a view in the place of a table, or a trigger, could make a plain
 * question run for ever.
 *
 * @param schema 'main', or the name of an attached one
 */
export function hasStrangeSchema(db: Db, schema: 'main' | 'old' = 'main'): boolean {
  const strange = db.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE type IN ('view', 'trigger') LIMIT 1`);
  return strange.get() !== undefined;
}
