import type { FidelityFigures } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';

export interface FidelityPair {
  referenceId: number;
  testId: number;
}

/** Pictures whose scene has an exact picture they were not measured against, newest first. Nothing of the trash. */
export function awaitingFidelity({ sql }: LibraryContext): FidelityPair[] {
  return sql<FidelityPair>(`
    SELECT min(reference.id) AS referenceId, test.id AS testId
    FROM pictures AS reference CROSS JOIN pictures AS test ON test.scene = reference.scene
    WHERE reference.exact = 1 AND reference.trashed_at IS NULL AND reference.scene IS NOT NULL
      AND test.exact = 0 AND test.flip IS NULL AND test.trashed_at IS NULL AND test.scene IS NOT NULL
    GROUP BY test.id ORDER BY test.id DESC`).all();
}

/** Figures stay when the reference leaves the library: they are as true as before. */
export function setFidelity(context: LibraryContext, testId: number, figures: FidelityFigures): void {
  const { psnr, ssim, msSsim, haarPsi, flip } = figures;
  context
    .sql('UPDATE pictures SET psnr = ?, ssim = ?, ms_ssim = ?, haar_psi = ?, flip = ? WHERE id = ?')
    .run(psnr, ssim, msSsim, haarPsi, flip, testId);
  context.changed('pictures');
}
