import Database from 'better-sqlite3';
import type { Db } from './db.ts';

/** Opens a database that no other connection has open, reads from it and closes it. Changes nothing in it. */
export function lookInto<T>(file: string, look: (db: Db) => T): T {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}
