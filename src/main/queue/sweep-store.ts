import { tryParseJson } from '../../shared/bounded-json.ts';
import type { SweepSummary } from '../../shared/contract/queue.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { cellCount, type SweepAxes, sweepAxesSchema } from '../../shared/recipe/sweep-axes.ts';
import type { Db } from '../database/db.ts';

/** The sweeps of the database; their cells are jobs. */
export interface SweepStore {
  /** @returns its id */
  add(axes: SweepAxes, prompt: string): number;
  /** Newest first. */
  list(): SweepSummary[];
  /** @throws OhmbrushError 'not-found' */
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
    add: (axes, prompt) => Number(sql.insert.run(Date.now(), JSON.stringify(axes), prompt).lastInsertRowid),
    list: () => sql.list.all().flatMap((row) => summary(row) ?? []),
    get(id) {
      const row = sql.get.get(id);
      const found = row && summary(row);
      if (found) return found;
      throw new OhmbrushError('not-found', `there is no sweep ${id}`, 'Look at the list of sweeps again');
    },
  };
}

/** Null for one whose axes cannot be read. */
function summary({ axes: json, ...row }: Row): SweepSummary | null {
  const axes = sweepAxesSchema.safeParse(tryParseJson(json)).data;
  return axes ? { ...row, axes, total: cellCount(axes) } : null;
}
