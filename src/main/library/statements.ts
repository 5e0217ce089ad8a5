import type { Statement } from 'better-sqlite3';
import type { Db } from '../database/db.ts';

/** Gives the prepared statement of an SQL text, prepared once. Texts are ours and few; values are always bound. */
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
