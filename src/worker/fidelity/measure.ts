import type { Fidelity, Pixels } from '../../shared/engine/engine-protocol.ts';
import { flipMap, meanError } from './flip.ts';
import { METRICS } from './metrics.ts';
import { pair } from './planes.ts';

/**
 * All metrics of a picture against its exact reference.
 *
 * @throws OhmbrushError bad-size for sizes that differ or are too small
 */
export function measureFidelity(reference: Pixels, test: Pixels): Fidelity {
  const pictures = pair(reference, test);
  const psnr = METRICS.psnr.compute(pictures);
  const map = flipMap(pictures);
  return {
    psnr: Number.isFinite(psnr) ? psnr : null,
    ssim: METRICS.ssim.compute(pictures),
    msSsim: METRICS.msSsim.compute(pictures),
    haarPsi: METRICS.haarPsi.compute(pictures),
    flip: meanError(map),
    flipMap: map,
  };
}
