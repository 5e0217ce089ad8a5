import { flip } from './flip.ts';
import { haarPsi } from './haarpsi.ts';
import { msSsim } from './ms-ssim.ts';
import type { Pair } from './planes.ts';
import { psnr } from './psnr.ts';
import { ssim } from './ssim.ts';

/**
 * How near a picture is to the exact one of the same seed. Fidelity, not quality: another good picture scores badly.
 */
export interface Metric {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  compute(pictures: Pair): number;
}

export const METRICS = {
  psnr: { name: 'PSNR', better: 'higher', compute: psnr },
  ssim: { name: 'SSIM', better: 'higher', compute: ssim },
  msSsim: { name: 'MS-SSIM', better: 'higher', compute: msSsim },
  haarPsi: { name: 'HaarPSI', better: 'higher', compute: haarPsi },
  flip: { name: 'FLIP', better: 'lower', compute: flip },
} as const satisfies Record<string, Metric>;
