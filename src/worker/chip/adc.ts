import type { CellLayout } from './cells.ts';
import type { CrossbarModel } from './crossbar-model.ts';
import { signedMax } from './rounding.ts';

const { fround } = Math;

/** How activations drive the rows. */
export interface InputSlicing {
  readonly slices: number;
  readonly sliceBits: number;
  /** Largest magnitude of one slice. */
  readonly max: number;
}

/** Two's complement slices: the lower ones unsigned, the top one signed; one-shot is one slice of all bits. */
export function inputSlicing(
  dac: { readonly mode: string; readonly sliceBits: number },
  inputBits: number,
): InputSlicing {
  const slices = dac.mode === 'one-shot' ? 1 : Math.ceil(inputBits / dac.sliceBits);
  if (slices === 1) return { slices, sliceBits: inputBits, max: signedMax(inputBits) };
  const topBits = inputBits - (slices - 1) * dac.sliceBits;
  return { slices, sliceBits: dac.sliceBits, max: Math.max(2 ** dac.sliceBits - 1, 2 ** (topBits - 1)) };
}

/** Sums seen in calibration, over all tiles and slices of a layer, in product units (input integer times cell level). */
export interface SumStatistics {
  /** Largest |sum|. */
  readonly peak: number;
  readonly rms: number;
}

/** One analog-to-digital conversion of a layer. */
export interface Conversion {
  /** Size of one code in product units; a power of two in the offset encoding. */
  readonly lsb: number;
  /** float32: codes per grid step of the cells. */
  readonly inverseLsb: number;
  readonly codeMin: number;
  readonly codeMax: number;
}

/**
 * Sigmas of a column sum that a calibrated converter of so many bits covers: a coarse converter clips the tail for a finer step. Measured on
 * this kind of network by the picture's PSNR (experiment/precision_curve.py); for a Gaussian alone the best uniform quantizer has
 * 2.7 / 3.0 / 3.3 / 3.6 / 3.9 at 4 .. 8 bits (Max 1960), but the sums of a layer mix columns and rows of many sizes.
 */
const sigmasCovered: Readonly<Record<number, number>> = {
  2: 2,
  3: 2.5,
  4: 3,
  5: 3.5,
  6: 4,
  7: 5,
  8: 6,
  9: 7,
  10: 8,
  11: 9,
  12: 10,
  13: 11,
  14: 12,
};

/** Codes of the lossless converter where it is not the integer itself: far inside what float32 holds exactly. */
const losslessCodes = 2 ** 21;

/**
 * The converter's step and codes.
 *
 * Codes are -(2^(bits-1)) .. 2^(bits-1)-1. Where every sum of a slice has one sign (offset encoding, one input bit at a time), the
 * converter is single-ended, 0 .. 2^bits-1, and the sign of the top input slice is digital: the codes here run over +-(2^bits-1),
 * of which a conversion only meets one half.
 *
 * - lossless: one product unit, the finest thing an error-free array can say; coarser (a power of two) only where codes would
 *   not fit 22 bits. With cells on their levels and without noise the code is the sum itself.
 * - full-scale: the largest sum that a tile can give meets the largest code.
 * - calibrated: min(peak, sigmas * rms) of the sums seen meets the largest code; full scale where nothing was seen.
 *
 * No step is finer than one product unit. In the offset encoding it is rounded to a power of two, so that the digital
 * correction by the sum of the inputs is exact (a shift).
 *
 * @param readGain drift compensation by the reference
 * @param noisy read noise reaches the converter
 */
export function conversionOf(
  chip: CrossbarModel,
  layout: CellLayout,
  input: InputSlicing,
  tileRows: number,
  adcBits: number,
  stepsPerLevel: number,
  readGain: number,
  noisy: boolean,
  seen: SumStatistics | null,
): Conversion {
  const largest = tileRows * input.max * layout.maxLevel;
  const { range } = chip.adc;
  if (range === 'lossless') {
    if (stepsPerLevel === 1 && readGain === 1 && !noisy) {
      return { lsb: 1, inverseLsb: 1, codeMin: -(2 ** 31), codeMax: 2 ** 31 - 1 };
    }
    const lsb = Math.max(1, 2 ** Math.ceil(Math.log2((2 * largest) / losslessCodes)));
    return scaled(lsb, -losslessCodes, losslessCodes);
  }
  const singleEnded = layout.encoding === 'offset' && input.slices > 1 && input.sliceBits === 1;
  const codeMax = singleEnded ? 2 ** adcBits - 1 : signedMax(adcBits);
  const codeMin = singleEnded ? -codeMax : -(2 ** (adcBits - 1));
  const covered =
    range === 'calibrated' && seen !== null ? Math.min(seen.peak, sigmasCovered[adcBits]! * seen.rms) : largest;
  const lsb = Math.max(1, covered / codeMax);
  return scaled(layout.encoding === 'offset' ? nearestPowerOfTwo(lsb, range) : fround(lsb), codeMin, codeMax);

  function scaled(lsb: number, codeMin: number, codeMax: number): Conversion {
    return { lsb, inverseLsb: fround(readGain / (lsb * stepsPerLevel)), codeMin, codeMax };
  }
}

/** Full scale must not clip, so it rounds up; a calibrated range takes the nearer one. */
function nearestPowerOfTwo(lsb: number, range: 'full-scale' | 'calibrated'): number {
  const exponent = Math.log2(lsb);
  return 2 ** (range === 'full-scale' ? Math.ceil(exponent) : Math.round(exponent));
}
