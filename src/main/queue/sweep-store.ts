import type { SweepSummary } from '../../shared/contract/queue.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { decodeText, encodeText } from '../../shared/formats/format.ts';
import { refuseUnread } from '../../shared/formats/refuse-unread.ts';
import { SWEEP } from '../../shared/formats/sweep.ts';
import { cellCount, type SweepAxes } from '../../shared/recipe/sweep-axes.ts';
import { phrase } from '../../shared/refusals.ts';
import type { Db } from '../database/db.ts';

/** The sweeps in the database; their cells are jobs. */
export interface SweepStore {
  /** @returns its id */
  add(axes: SweepAxes, prompt: string): number;
  /** Newest first, without those whose axes cannot be read: library/unread.ts lists them. */
  list(): SweepSummary[];
  /** @throws OhmbrushError 'not-found', or 'bad-file' where its axes cannot be read */
  get(id: number): SweepSummary;
}

interface Row {
  id: number;
  createdAt: number;
  axes: string;
  prompt: string;
  done: number;
}

const LISTED = `SELECT id, created_at AS createdAt, axes, prompt,
  (SELECT count(*) FROM jobs WHERE sweep_id = sweeps.id AND state = 'done') AS done FROM sweeps`;

export function createSweepStore(db: Db): SweepStore {
  const sql = {
    insert: db.prepare<[number, string, string]>('INSERT INTO sweeps (created_at, axes, prompt) VALUES (?, ?, ?)'),
    list: db.prepare<[], Row>(`${LISTED} ORDER BY id DESC`),
    get: db.prepare<[number], Row>(`${LISTED} WHERE id = ?`),
  };
  return {
    add: (axes, prompt) => Number(sql.insert.run(Date.now(), encodeText(SWEEP, axes), prompt).lastInsertRowid),
    list: () =>
      sql.list.all().flatMap((row) => {
        const axes = decodeText(SWEEP, row.axes);
        return axes.state === 'read' ? summary(row, axes.value) : [];
      }),
    get(id) {
      const row = sql.get.get(id);
      if (!row) throw new OhmbrushError('sweep-unknown', { id });
      const axes = decodeText(SWEEP, row.axes);
      if (axes.state !== 'read') throw refuseUnread('bad-file', phrase('sweep-number', { id }), axes);
      return summary(row, axes.value);
    },
  };
}

function summary(row: Row, axes: SweepAxes): SweepSummary {
  return { ...row, axes, total: cellCount(axes) };
}
