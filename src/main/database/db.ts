import type Database from 'better-sqlite3';

/** An open library database. */
export type Db = Database.Database;
