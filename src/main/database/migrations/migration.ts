import type { Database } from 'better-sqlite3';

/**
 * One step from an older database to a newer one. Released migrations are never edited; a change is a new migration.
 */
export interface Migration {
  /** The value of `PRAGMA user_version` afterwards; counts up by one. */
  readonly version: number;
  /** Runs inside a transaction. */
  up(db: Database): void;
}
