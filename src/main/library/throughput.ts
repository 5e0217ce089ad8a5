import type { JobDraft } from '../../shared/recipe/draft.ts';
import type { LibraryContext } from './context.ts';

/** A machine's pace changes (threads, another backend), so only the last pictures count. */
const RECENT = 15;

/**
 * Wall seconds to expect, from the median pace of the last pictures painted here with this model, chip and precision, else
 * with this model and chip; null before there are any.
 */
export function paceOf({ sql }: LibraryContext, draft: JobDraft): number | null {
  const recent = (condition: string, ...values: unknown[]) =>
    sql<PaceRow>(`
      SELECT seconds, steps, width, height, guidance FROM pictures WHERE id IN (
        SELECT id FROM pictures INDEXED BY timed
        WHERE chip_id = ? AND model_id = ? ${condition} AND seconds IS NOT NULL ORDER BY id DESC LIMIT ${RECENT}
      )`).all(draft.chip.id, draft.model.id, ...values);
  const alike = recent('AND precision = ?', draft.precision.name);
  const rows = alike.length > 0 ? alike : recent('');
  if (rows.length === 0) return null;
  const paces = rows.map((row) => row.seconds / work(row)).sort((a, b) => a - b);
  return paces[paces.length >> 1]! * work(draft);
}

interface PaceRow extends Pick<JobDraft, 'steps' | 'width' | 'height' | 'guidance'> {
  seconds: number;
}

/** In steps times pixels; a guidance other than 1 asks the network twice a step. */
function work({ steps, width, height, guidance }: Omit<PaceRow, 'seconds'>): number {
  return steps * width * height * (guidance === 1 ? 1 : 2);
}
