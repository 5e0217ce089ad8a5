import { MOST_NAME, MOST_PROMPT } from '../../shared/bounds.ts';
import type { PictureSummary } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';

/** A row of `pictures` as SQLite gives it. */
interface SummaryRow {
  id: number;
  source: PictureSummary['source'];
  created_at: number;
  width: number;
  height: number;
  has_alpha: number;
  prompt: string;
  model_id: string | null;
  seed: number | null;
  steps: number | null;
  guidance: number | null;
  sampler: string | null;
  chip_id: string | null;
  chip_name: string | null;
  precision: string | null;
  joules: number | null;
  seconds: number | null;
  exact: number;
  psnr: number | null;
  ssim: number | null;
  ms_ssim: number | null;
  haar_psi: number | null;
  flip: number | null;
  star: number;
  rating: number;
  trashed_at: number | null;
  sweep_id: number | null;
}

/** What older versions imported had no bounds: a list of a thousand would be gigabytes. */
const cut = (column: string, most = MOST_NAME) => `substr(${column}, 1, ${most}) AS ${column}`;

const SUMMARIES = `
  SELECT p.id, source, created_at, width, height, has_alpha, ${cut('prompt', MOST_PROMPT)}, ${cut('model_id')}, seed,
    steps, guidance, ${cut('sampler')}, ${cut('chip_id')}, ${cut('chip_name')}, ${cut('precision')}, joules, seconds, exact, psnr, ssim, ms_ssim, haar_psi, flip, star, rating, trashed_at,
    (SELECT max(sweep_id) FROM sweep_pictures WHERE picture_id = p.id) AS sweep_id
  FROM json_each(?) AS wanted CROSS JOIN pictures AS p ON p.id = wanted.value
  ORDER BY wanted.key`;

/**
 * Summaries in the order of the ids, their texts cut where they are very long; an id that no picture has is left out.
 */
export function summaries({ sql }: LibraryContext, ids: readonly number[]): PictureSummary[] {
  return sql<SummaryRow>(SUMMARIES).all(JSON.stringify(ids)).map(toSummary);
}

function toSummary(row: SummaryRow): PictureSummary {
  return {
    id: row.id,
    source: row.source,
    createdAt: row.created_at,
    width: row.width,
    height: row.height,
    hasAlpha: row.has_alpha === 1,
    prompt: row.prompt,
    modelId: row.model_id,
    seed: row.seed,
    steps: row.steps,
    guidance: row.guidance,
    sampler: row.sampler,
    chipId: row.chip_id,
    chipName: row.chip_name,
    precision: row.precision,
    joules: row.joules,
    seconds: row.seconds,
    exact: row.exact === 1,
    fidelity:
      row.flip === null
        ? null
        : { psnr: row.psnr, ssim: row.ssim!, msSsim: row.ms_ssim!, haarPsi: row.haar_psi!, flip: row.flip },
    star: row.star === 1,
    rating: row.rating,
    trashedAt: row.trashed_at,
    sweepId: row.sweep_id,
  };
}
