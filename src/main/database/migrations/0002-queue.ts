import type { Migration } from './migration.ts';

/**
 * The queue. The database itself enforces its rules: at most one job runs, and a job is done exactly if it has its
 * picture. Whether the queue is paused is not kept: it starts paused if jobs are left from an earlier run, otherwise
 * running.
 */
export const queue: Migration = {
  version: 2,
  up(db) {
    db.exec(`
      CREATE TABLE sweeps (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        created_at INTEGER NOT NULL,
        axes TEXT NOT NULL,  -- JSON: shared/recipe/draft.ts, SweepAxes
        prompt TEXT NOT NULL -- of its first cell
      ) STRICT;

      CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: screens and preview URLs name jobs by it
        state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
        position INTEGER NOT NULL,            -- order of the waiting ones; gaps mean nothing
        draft TEXT NOT NULL,                  -- JSON: shared/recipe/draft.ts, JobDraft
        created_at INTEGER NOT NULL,
        finished_at INTEGER,
        sweep_id INTEGER REFERENCES sweeps (id),
        sweep_index INTEGER,                  -- cell, row-major
        picture_id INTEGER REFERENCES pictures (id) ON DELETE CASCADE,
        error TEXT,                           -- JSON: code, message, todo
        dismissed INTEGER NOT NULL DEFAULT 0 CHECK (dismissed IN (0, 1)), -- stopped and cleared away, but still a cell
        -- What a list shows of the draft, cut out of it once.
        prompt TEXT NOT NULL AS (draft ->> 'prompt') STORED,
        seed INTEGER NOT NULL AS (draft ->> 'seed') STORED,
        width INTEGER NOT NULL AS (draft ->> 'width') STORED,
        height INTEGER NOT NULL AS (draft ->> 'height') STORED,
        steps INTEGER NOT NULL AS (draft ->> 'steps') STORED,
        chip_name TEXT NOT NULL AS (draft ->> '$.chip.name') STORED,
        precision TEXT NOT NULL AS (draft ->> '$.precision.name') STORED,
        CHECK ((state = 'done') = (picture_id IS NOT NULL)),
        CHECK ((state = 'failed') = (error IS NOT NULL)),
        CHECK ((state IN ('queued', 'running')) = (finished_at IS NULL)),
        CHECK ((sweep_id IS NULL) = (sweep_index IS NULL)),
        UNIQUE (sweep_id, sweep_index)
      ) STRICT;
      CREATE UNIQUE INDEX one_job_runs ON jobs (state) WHERE state = 'running';
      CREATE INDEX waiting_jobs ON jobs (position) WHERE state IN ('queued', 'running');
      CREATE INDEX stopped_jobs ON jobs (finished_at) WHERE state IN ('failed', 'cancelled');
      CREATE INDEX jobs_of_picture ON jobs (picture_id);
    `);
  },
};
