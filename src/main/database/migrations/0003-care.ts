import type { Migration } from './migration.ts';

const IS_SHA256 = (column: string) => `length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`;
/** Whether a column is in the range of a JavaScript Date, milliseconds since 1970. */
const IS_TIME = (column: string) => `${column} BETWEEN -8640000000000000 AND 8640000000000000`;

/**
 * Adds what library maintenance needs: the last time the clock was read, the last verification, and a picture's hash
 * without its painting note. Ids, hashes and times get CHECK constraints, because files are named after them. Rows that
 * violate one were not written by Ohmbrush and are deleted. The list of files to delete goes: a purge now moves them
 * into a separate folder before it deletes their rows. Files that a crash left in the list are found without a row at
 * the next start, and set aside.
 */
export const care: Migration = {
  version: 3,
  up(db) {
    db.exec(`
      CREATE TEMP TABLE strangers AS SELECT id FROM pictures WHERE id < 1 OR NOT (${IS_SHA256('hash')});
      DELETE FROM picture_details WHERE picture_id IN (SELECT id FROM strangers);
      DELETE FROM picture_tags WHERE picture_id IN (SELECT id FROM strangers);
      DELETE FROM board_pictures WHERE picture_id IN (SELECT id FROM strangers);
      DELETE FROM sweep_pictures WHERE picture_id IN (SELECT id FROM strangers);
      DELETE FROM jobs WHERE picture_id IN (SELECT id FROM strangers);
      DELETE FROM prompt_search WHERE rowid IN (SELECT id FROM strangers);
      DELETE FROM pictures WHERE id IN (SELECT id FROM strangers);
      DROP TABLE strangers;
      DROP TABLE doomed_files;

      UPDATE pictures SET created_at = 0 WHERE NOT (${IS_TIME('created_at')});
      UPDATE pictures SET trashed_at = 0 WHERE NOT (${IS_TIME('trashed_at')});
      DELETE FROM chips WHERE NOT (length(id) BETWEEN 1 AND 40 AND id NOT GLOB '*[^a-z0-9-]*');

      -- SHA-256 of the PNG without the note of its painting (files/png-painting.ts), which is the same for the same picture;
      -- null where the file has none, and its own hash says it.
      ALTER TABLE pictures ADD COLUMN content_hash TEXT;
      CREATE UNIQUE INDEX picture_contents ON pictures (content_hash);

      ALTER TABLE pictures ADD CONSTRAINT id_is_positive CHECK (id > 0);
      ALTER TABLE pictures ADD CONSTRAINT hash_is_sha256 CHECK (${IS_SHA256('hash')});
      ALTER TABLE pictures ADD CONSTRAINT content_hash_is_sha256 CHECK (${IS_SHA256('content_hash')});
      ALTER TABLE pictures ADD CONSTRAINT times_are_dates CHECK (
        ${IS_TIME('created_at')} AND (trashed_at IS NULL OR ${IS_TIME('trashed_at')})
      );
      ALTER TABLE boards ADD CONSTRAINT id_is_positive CHECK (id > 0);
      ALTER TABLE jobs ADD CONSTRAINT id_is_positive CHECK (id > 0);
      ALTER TABLE sweeps ADD CONSTRAINT id_is_positive CHECK (id > 0);
      ALTER TABLE chips ADD CONSTRAINT id_is_a_name CHECK (
        length(id) BETWEEN 1 AND 40 AND id NOT GLOB '*[^a-z0-9-]*'
      );

      CREATE TABLE care (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        last_seen_at INTEGER,                 -- by the system's clock
        looks INTEGER NOT NULL DEFAULT 0,     -- how often it was looked at: library/clock.ts
        jumped_at INTEGER NOT NULL DEFAULT 0, -- what was trashed up to then is asked about before it is purged: library/clock.ts
        salvage_after INTEGER,                -- id after which pictures were taken in whose marks are still to be looked for
        verified TEXT                         -- JSON: shared/contract/maintenance.ts, VerifyReport
      ) STRICT;
      INSERT INTO care (id) VALUES (1);
    `);
  },
};
