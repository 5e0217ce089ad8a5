import type { Migration } from './migration.ts';

/**
 * The library. `pictures` holds only what a list shows, everything else is in side tables, so that a scan of the list
 * reads little. Times are milliseconds since 1970.
 */
export const library: Migration = {
  version: 1,
  up(db) {
    db.exec(`
      CREATE TABLE pictures (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: URLs name pictures by it and are cached forever
        hash TEXT NOT NULL UNIQUE,            -- SHA-256 of the PNG file, lower-case hex
        source TEXT NOT NULL CHECK (source IN ('painted', 'imported', 'bundled')),
        created_at INTEGER NOT NULL,
        trashed_at INTEGER,
        star INTEGER NOT NULL DEFAULT 0 CHECK (star IN (0, 1)),
        rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
        chip_id TEXT,
        precision TEXT,
        joules REAL,
        flip REAL,                            -- null until measured against the exact picture
        exact INTEGER NOT NULL CHECK (exact IN (0, 1)),
        scene BLOB,                           -- the comparison key (library/comparison-key.ts); null without a recipe
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        has_alpha INTEGER NOT NULL CHECK (has_alpha IN (0, 1)),
        model_id TEXT,
        seed INTEGER,
        steps INTEGER,
        guidance REAL,
        sampler TEXT,
        chip_name TEXT,
        seconds REAL,
        psnr REAL,                            -- decibels; null with a flip that is not null: identical
        ssim REAL,
        ms_ssim REAL,
        haar_psi REAL,
        prompt TEXT NOT NULL
      ) STRICT;

      -- One for each sort, with every column that a filter asks for: library/order.ts walks them instead of the rows.
      -- (trashed_at, which is null in all of them, saves SQLite from being ready to look at the row.)
      CREATE INDEX live_created ON pictures (created_at, id, star, rating, chip_id, precision, joules, trashed_at)
        WHERE trashed_at IS NULL;
      CREATE INDEX live_joules ON pictures (
        coalesce(-joules, -9e999), id, star, rating, chip_id, precision, joules, created_at, trashed_at
      ) WHERE trashed_at IS NULL;
      CREATE INDEX live_fidelity ON pictures (
        coalesce(-flip, -9e999), id, star, rating, chip_id, precision, joules, created_at, trashed_at
      ) WHERE trashed_at IS NULL;
      CREATE INDEX live_rating ON pictures (rating, id, star, chip_id, precision, joules, created_at, trashed_at)
        WHERE trashed_at IS NULL;
      CREATE INDEX trashed ON pictures (trashed_at) WHERE trashed_at IS NOT NULL;
      CREATE INDEX live_chips ON pictures (chip_id, chip_name) WHERE trashed_at IS NULL;
      CREATE INDEX live_precisions ON pictures (precision) WHERE trashed_at IS NULL;
      CREATE INDEX exact_scenes ON pictures (scene) WHERE exact = 1;
      CREATE INDEX unmeasured ON pictures (scene)
        WHERE exact = 0 AND flip IS NULL AND trashed_at IS NULL AND scene IS NOT NULL;
      CREATE INDEX timed ON pictures (chip_id, model_id, precision) WHERE seconds IS NOT NULL;

      CREATE TABLE picture_details (
        picture_id INTEGER PRIMARY KEY REFERENCES pictures (id) ON DELETE CASCADE,
        negative_prompt TEXT NOT NULL,
        recipe BLOB,                          -- JSON, compressed: library/packed-json.ts
        energy BLOB,                          -- likewise
        preparation_seconds REAL,
        backend TEXT,
        threads INTEGER
      ) STRICT;

      -- Words of the prompts as library/search-text.ts cuts them; rowid is the picture's id. The text itself stays in
      -- pictures.
      CREATE VIRTUAL TABLE prompt_search USING fts5 (
        words, content = '', contentless_delete = 1, prefix = '1 2 3',
        tokenize = 'unicode61 remove_diacritics 2'
      );

      CREATE TABLE picture_tags (
        tag TEXT NOT NULL COLLATE NOCASE,
        picture_id INTEGER NOT NULL REFERENCES pictures (id) ON DELETE CASCADE,
        PRIMARY KEY (tag, picture_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX tags_of_picture ON picture_tags (picture_id);

      CREATE TABLE boards (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE
      ) STRICT;
      CREATE TABLE board_pictures (
        board_id INTEGER NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
        picture_id INTEGER NOT NULL REFERENCES pictures (id) ON DELETE CASCADE,
        PRIMARY KEY (board_id, picture_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX boards_of_picture ON board_pictures (picture_id);

      -- A recipe paints the same file every time, so two sweeps may share a picture.
      CREATE TABLE sweep_pictures (
        sweep_id INTEGER NOT NULL,
        picture_id INTEGER NOT NULL REFERENCES pictures (id) ON DELETE CASCADE,
        PRIMARY KEY (sweep_id, picture_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sweeps_of_picture ON sweep_pictures (picture_id);

      -- Files of purged pictures that are still to be removed: a crash in between must not leave them behind.
      CREATE TABLE doomed_files (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

      CREATE TABLE prompts (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- grows with each use
        prompt TEXT NOT NULL,
        negative_prompt TEXT NOT NULL,
        UNIQUE (prompt, negative_prompt)
      ) STRICT;

      CREATE TABLE chips (id TEXT PRIMARY KEY, profile TEXT NOT NULL) STRICT;
      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    `);
  },
};
