import type { JobDraft } from '../../shared/recipe/draft.ts';
import type { LibraryContext } from './context.ts';

/** A machine's throughput changes (threads, another backend), so only the most recent pictures count. */
const RECENT = 15;

/**
 * Expected wall seconds, from the median throughput of the most recent pictures painted here with this model, chip and
 * precision, otherwise with this model and chip; null without such pictures.
 */
export function expectedSeconds({ sql }: LibraryContext, draft: JobDraft): number | null {
  const recent = (condition: string, ...values: unknown[]) =>
    sql<ThroughputRow>(`
      SELECT seconds, steps, width, height, guidance FROM pictures WHERE id IN (
        SELECT id FROM pictures INDEXED BY timed
        WHERE chip_id = ? AND model_id = ? ${condition} AND seconds IS NOT NULL ORDER BY id DESC LIMIT ${RECENT}
      )`).all(draft.chip.id, draft.model.id, ...values);
  const alike = recent('AND precision = ?', draft.precision.name);
  const rows = alike.length > 0 ? alike : recent('');
  if (rows.length === 0) return null;
  const throughputs = rows.map((row) => work(row) / row.seconds).sort((a, b) => a - b);
  return work(draft) / throughputs[(throughputs.length - 1) >> 1]!;
}

interface ThroughputRow extends Pick<JobDraft, 'steps' | 'width' | 'height' | 'guidance'> {
  seconds: number;
}

/** Work in steps times pixels; a guidance other than 1 evaluates the network twice a step. */
function work({ steps, width, height, guidance }: Omit<ThroughputRow, 'seconds'>): number {
  return steps * width * height * (guidance === 1 ? 1 : 2);
}
