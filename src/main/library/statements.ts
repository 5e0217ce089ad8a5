import type { Statement } from 'better-sqlite3';
import type { Db } from '../database/db.ts';

/**
 * Returns the prepared statement of an SQL text, preparing it once. There are few texts, all ours; values are always
 * bound.
 */
export type Statements = <Row = unknown>(sql: string) => Statement<unknown[], Row>;

export function createStatements(db: Db): Statements {
  const prepared = new Map<string, Statement<unknown[], unknown>>();
  return <Row>(sql: string) => {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement as Statement<unknown[], Row>;
  };
}
