import type { JobSummary } from '../../shared/contract/queue.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { decodeText, encodeText } from '../../shared/formats/format.ts';
import { JOB } from '../../shared/formats/job.ts';
import { JOB_ERROR } from '../../shared/formats/job-error.ts';
import { refuseUnread } from '../../shared/formats/refuse-unread.ts';
import type { JobDraft } from '../../shared/recipe/draft.ts';
import { phrase } from '../../shared/refusals.ts';
import type { ToldError } from '../../shared/told-error.ts';
import { type Unread, unreadPhrase } from '../../shared/unread.ts';
import type { Db } from '../database/db.ts';

/** A job as lists show it, without the preview, which is not stored in the database. */
export type StoredJob = Omit<JobSummary, 'previewUrl'>;

/** A job that is about to be painted. */
export interface StartedJob {
  readonly id: number;
  readonly draft: JobDraft;
  readonly sweepId: number | null;
}

/** The jobs in the database. Every function is one transaction: when it returns, all of it is on disk, or nothing. */
export interface JobStore {
  /**
   * Repairs what an earlier run left: the job that it was painting is first in line again, jobs that cannot be read are
   * stopped, and finished jobs that no screen shows are deleted.
   * @returns number of waiting jobs
   */
  recover(): number;
  /** @param sweepId sweep whose cells the drafts are, row-major */
  add(drafts: readonly JobDraft[], first: boolean, sweepId: number | null): number[];
  /** Takes the first waiting job; unreadable ones before it fail. */
  start(): StartedJob | null;
  /** The job was not finished: it waits again, before all others. */
  putBack(id: number): void;
  /** To be called in the transaction that inserts the picture's row. */
  finish(id: number, pictureId: number): void;
  fail(id: number, error: ToldError): void;
  /** Does nothing to a job that no longer waits. @throws OhmbrushError 'not-found' */
  cancel(id: number): void;
  cancelWaiting(): void;
  /** Makes a stopped job the first in line. @throws OhmbrushError 'conflict' if it has not stopped, 'not-found' */
  retry(id: number): void;
  /** @param before a waiting or the running job; null: last. @throws OhmbrushError 'conflict', 'not-found' */
  move(id: number, before: number | null): void;
  /** @returns ids that are no longer listed. Cells of a sweep stay, so that the sweep can still show and retry them. */
  dismissStopped(): number[];
  /** @throws OhmbrushError 'not-found', or 'bad-file' where it cannot be read */
  draft(id: number): JobDraft;
  /** In painting order, the running one first. */
  waiting(): StoredJob[];
  countWaiting(): number;
  /** Newest first. */
  stopped(): StoredJob[];
  ofSweep(sweepId: number): StoredJob[];
}

const LISTED = `id, state, prompt, seed, width, height, steps, chip_name AS chipName, precision,
  created_at AS createdAt, finished_at AS finishedAt,
  sweep_id AS sweepId, sweep_index AS sweepIndex, picture_id AS pictureId, error`;
const WAITING = `state IN ('queued', 'running')`;
const STOPPED = `state IN ('failed', 'cancelled')`;
/** A position before all others. */
const FIRST = `(SELECT coalesce(min(position), 1) - 1 FROM jobs WHERE ${WAITING})`;
const LAST = `(SELECT coalesce(max(position), 0) + 1 FROM jobs WHERE ${WAITING})`;

type Row = Omit<StoredJob, 'error'> & { error: string | null };

export function createJobStore(db: Db): JobStore {
  const sql = {
    putBackAll: db.prepare(`UPDATE jobs SET state = 'queued', position = ${FIRST} WHERE state = 'running'`),
    forget: db.prepare(`DELETE FROM jobs WHERE state = 'done' AND sweep_id IS NULL`),
    first: db.prepare<[], number>(`SELECT ${FIRST}`).pluck(),
    last: db.prepare<[], number>(`SELECT ${LAST}`).pluck(),
    insert: db.prepare<[number, string, number, number | null, number | null]>(
      'INSERT INTO jobs (position, draft, created_at, sweep_id, sweep_index) VALUES (?, ?, ?, ?, ?)',
    ),
    // A job that is still 'running' here could not record its end (full disk): it is painted again.
    start: db.prepare<[], { id: number; draft: string; sweepId: number | null }>(
      `UPDATE jobs SET state = 'running', position = ${FIRST}
       WHERE id = (SELECT id FROM jobs WHERE ${WAITING} ORDER BY state = 'running' DESC, position LIMIT 1)
       RETURNING id, draft, sweep_id AS sweepId`,
    ),
    putBack: db.prepare<[number]>(`UPDATE jobs SET state = 'queued', position = ${FIRST} WHERE id = ?`),
    finish: db.prepare<[number, number, number]>(
      `UPDATE jobs SET state = 'done', picture_id = ?, finished_at = ? WHERE id = ? AND state = 'running'`,
    ),
    fail: db.prepare<[string, number, number]>(
      `UPDATE jobs SET state = 'failed', error = ?, finished_at = ? WHERE id = ?`,
    ),
    cancel: db.prepare<[number, number]>(
      `UPDATE jobs SET state = 'cancelled', finished_at = ? WHERE id = ? AND ${WAITING}`,
    ),
    cancelWaiting: db.prepare<[number]>(`UPDATE jobs SET state = 'cancelled', finished_at = ? WHERE state = 'queued'`),
    retry: db.prepare<[number]>(
      `UPDATE jobs SET state = 'queued', position = ${FIRST}, error = NULL, finished_at = NULL, dismissed = 0
       WHERE id = ? AND ${STOPPED}`,
    ),
    place: db.prepare<[number], { state: JobSummary['state']; position: number }>(
      'SELECT state, position FROM jobs WHERE id = ?',
    ),
    makeRoom: db.prepare<[number]>(`UPDATE jobs SET position = position + 1 WHERE ${WAITING} AND position >= ?`),
    moveTo: db.prepare<[number, number]>('UPDATE jobs SET position = ? WHERE id = ?'),
    listedStopped: db.prepare<[], number>(`SELECT id FROM jobs WHERE ${STOPPED} AND dismissed = 0`).pluck(),
    removeStopped: db.prepare(`DELETE FROM jobs WHERE ${STOPPED} AND sweep_id IS NULL`),
    dismissCells: db.prepare(`UPDATE jobs SET dismissed = 1 WHERE ${STOPPED} AND sweep_id IS NOT NULL`),
    drafts: db.prepare<[], { id: number; draft: string }>(`SELECT id, draft FROM jobs WHERE ${WAITING}`),
    draft: db.prepare<[number], string>('SELECT draft FROM jobs WHERE id = ?').pluck(),
    waiting: db.prepare<[], Row>(
      `SELECT ${LISTED} FROM jobs WHERE ${WAITING} ORDER BY state = 'running' DESC, position`,
    ),
    countWaiting: db.prepare<[], number>(`SELECT count(*) FROM jobs WHERE ${WAITING}`).pluck(),
    stopped: db.prepare<[], Row>(
      `SELECT ${LISTED} FROM jobs WHERE ${STOPPED} AND dismissed = 0 ORDER BY finished_at DESC, id DESC`,
    ),
    ofSweep: db.prepare<[number], Row>(`SELECT ${LISTED} FROM jobs WHERE sweep_id = ? ORDER BY sweep_index`),
  };

  function fail(id: number, error: ToldError): void {
    sql.fail.run(encodeText(JOB_ERROR, error), Date.now(), id);
  }

  function placeOf(id: number) {
    const place = sql.place.get(id);
    if (place) return place;
    throw new OhmbrushError('job-unknown', { id });
  }

  return {
    recover: db.transaction(() => {
      sql.putBackAll.run();
      sql.forget.run();
      for (const { id, draft: text } of sql.drafts.all()) {
        const draft = decodeText(JOB, text);
        if (draft.state !== 'read') fail(id, notReadable(draft).told);
      }
      return sql.countWaiting.get()!;
    }),
    add: db.transaction((drafts: readonly JobDraft[], first: boolean, sweepId: number | null) => {
      const from = first ? sql.first.get()! - drafts.length + 1 : sql.last.get()!;
      const now = Date.now();
      return drafts.map((draft, index) => {
        const cell = sweepId === null ? null : index;
        return Number(sql.insert.run(from + index, encodeText(JOB, draft), now, sweepId, cell).lastInsertRowid);
      });
    }),
    start() {
      for (let row = sql.start.get(); row; row = sql.start.get()) {
        const draft = decodeText(JOB, row.draft);
        if (draft.state === 'read') return { ...row, draft: draft.value };
        fail(row.id, notReadable(draft).told);
      }
      return null;
    },
    putBack: (id) => void sql.putBack.run(id),
    finish(id, pictureId) {
      if (sql.finish.run(pictureId, Date.now(), id).changes !== 1)
        throw new RangeError(`job ${id} is not being painted`);
    },
    fail: (id, error) => void fail(id, error),
    cancel(id) {
      if (sql.cancel.run(Date.now(), id).changes === 0) placeOf(id);
    },
    cancelWaiting: () => void sql.cancelWaiting.run(Date.now()),
    retry(id) {
      if (sql.retry.run(id).changes === 1) return;
      const { state } = placeOf(id);
      throw new OhmbrushError(state === 'done' ? 'job-done' : 'job-waiting', {});
    },
    move: db.transaction((id: number, before: number | null) => {
      if (id === before) return;
      if (placeOf(id).state !== 'queued') {
        throw new OhmbrushError('job-not-waiting', {});
      }
      if (before === null) {
        sql.moveTo.run(sql.last.get()!, id);
        return;
      }
      const target = placeOf(before);
      if (target.state === 'running') {
        sql.moveTo.run(sql.first.get()!, id);
      } else if (target.state === 'queued') {
        sql.makeRoom.run(target.position);
        sql.moveTo.run(target.position, id);
      } else {
        throw new OhmbrushError('job-target-gone', {});
      }
    }),
    dismissStopped: db.transaction(() => {
      const ids = sql.listedStopped.all();
      sql.removeStopped.run();
      sql.dismissCells.run();
      return ids;
    }),
    draft(id) {
      placeOf(id);
      const draft = decodeText(JOB, sql.draft.get(id)!);
      if (draft.state !== 'read') throw notReadable(draft);
      return draft.value;
    },
    waiting: () => sql.waiting.all().map(stored),
    countWaiting: () => sql.countWaiting.get()!,
    stopped: () => sql.stopped.all().map(stored),
    ofSweep: (sweepId) => sql.ofSweep.all(sweepId).map(stored),
  };
}

/** Such a job stays in the list, as stopped. */
function notReadable(unread: Unread): OhmbrushError {
  return refuseUnread('bad-file', phrase('this-job'), unread);
}

function stored(row: Row): StoredJob {
  if (row.error === null) return { ...row, error: null };
  const error = decodeText(JOB_ERROR, row.error);
  if (error.state === 'read') return { ...row, error: error.value };
  return { ...row, error: new OhmbrushError('reason-unreadable', { how: unreadPhrase(error) }).told };
}
