import type { Database } from 'better-sqlite3';

/** One step from an older database to a newer one. What has shipped is never edited; a change is a new migration. */
export interface Migration {
  /** What `PRAGMA user_version` says afterwards; counts up by one. */
  readonly version: number;
  /** Runs inside a transaction. */
  up(db: Database): void;
}
