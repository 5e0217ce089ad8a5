import { z } from 'zod';
import { MOST_NAME, MOST_PROMPT } from '../../shared/bounds.ts';
import type { PictureSummary } from '../../shared/contract/pictures.ts';
import { fieldOf } from '../../shared/recipe/fields.ts';
import { LISTED } from '../../shared/recipe/listed.ts';
import type { LibraryContext } from './context.ts';
import { columnOf, LISTED_KEYS, type ListedColumn } from './listed-columns.ts';

/** A row of `pictures` as SQLite returns it. */
interface SummaryRow extends Pick<PictureSummary, ListedColumn> {
  id: number;
  source: PictureSummary['source'];
  created_at: number;
  chip_name: string | null;
  has_alpha: number;
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

/** Texts imported by older versions had no length limit: a list of a thousand could be gigabytes. */
const cut = (column: string, most: number) => `substr(${column}, 1, ${most})`;

const listed = LISTED_KEYS.map((key) => {
  const column = columnOf(key);
  if (fieldOf(LISTED[key]).schema instanceof z.ZodNumber) return `${column} AS ${key}`;
  return `${cut(column, key === 'prompt' ? MOST_PROMPT : MOST_NAME)} AS ${key}`;
});

const SUMMARIES = `
  SELECT p.id, source, created_at, has_alpha, ${listed.join(', ')}, ${cut('chip_name', MOST_NAME)} AS chip_name,
    joules, seconds, exact, psnr, ssim, ms_ssim, haar_psi, flip, star, rating, trashed_at,
    (SELECT max(sweep_id) FROM sweep_pictures WHERE picture_id = p.id) AS sweep_id
  FROM json_each(?) AS wanted CROSS JOIN pictures AS p ON p.id = wanted.value
  ORDER BY wanted.key`;

/**
 * Summaries in the order of the ids, with very long texts cut; unknown ids are left out.
 */
export function summaries({ sql }: LibraryContext, ids: readonly number[]): PictureSummary[] {
  return sql<SummaryRow>(SUMMARIES).all(JSON.stringify(ids)).map(toSummary);
}

function toSummary(row: SummaryRow): PictureSummary {
  const shown = Object.fromEntries(LISTED_KEYS.map((key) => [key, row[key]])) as Pick<SummaryRow, ListedColumn>;
  return {
    id: row.id,
    source: row.source,
    createdAt: row.created_at,
    ...shown,
    hasAlpha: row.has_alpha === 1,
    chipName: row.chip_name,
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
