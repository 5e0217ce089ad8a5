import type { Db } from './db.ts';

/**
 * Whether a database contains schema objects that ours never have: with a view in place of a table, or a trigger, a
 * plain query could run for ever.
 *
 * @param schema 'main', or the name of an attached database
 */
export function hasStrangeSchema(db: Db, schema: 'main' | 'old' = 'main'): boolean {
  const strange = db.prepare(`SELECT 1 FROM ${schema}.sqlite_schema WHERE type IN ('view', 'trigger') LIMIT 1`);
  return strange.get() !== undefined;
}
