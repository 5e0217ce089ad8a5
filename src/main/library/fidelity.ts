import type { FidelityFigures } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';

export interface FidelityPair {
  referenceId: number;
  testId: number;
}

/**
 * Pictures whose comparison key has an exact picture that they were not measured against, newest first; without the
 * trash.
 */
export function awaitingFidelity({ sql }: LibraryContext): FidelityPair[] {
  return sql<FidelityPair>(`
    SELECT * FROM (
      SELECT id AS testId, (
        SELECT min(reference.id) FROM pictures AS reference INDEXED BY exact_scenes
        WHERE reference.scene = test.scene AND reference.exact = 1 AND reference.trashed_at IS NULL
      ) AS referenceId
      FROM pictures AS test INDEXED BY unmeasured
      WHERE exact = 0 AND flip IS NULL AND trashed_at IS NULL AND scene IS NOT NULL
    ) WHERE referenceId IS NOT NULL ORDER BY testId DESC`).all();
}

/** The figures stay when the reference leaves the library, because they remain true. */
export function setFidelity(context: LibraryContext, testId: number, figures: FidelityFigures): void {
  const { psnr, ssim, msSsim, haarPsi, flip } = figures;
  context
    .sql('UPDATE pictures SET psnr = ?, ssim = ?, ms_ssim = ?, haar_psi = ?, flip = ? WHERE id = ?')
    .run(psnr, ssim, msSsim, haarPsi, flip, testId);
  context.changed('pictures');
}
