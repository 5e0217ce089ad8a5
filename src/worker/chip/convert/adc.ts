import type { CrossbarSpec } from '../crossbar-spec.ts';
import type { CellLayout } from '../program/cells.ts';
import { signedMax } from '../quantize/signed-max.ts';

const { fround } = Math;

/** How activations drive the rows. */
export interface InputSlicing {
  readonly inputSlices: number;
  readonly sliceBits: number;
  /** Largest magnitude of one slice. */
  readonly max: number;
}

/** Two's complement slices: the lower ones unsigned, the top one signed; one-shot is one slice of all bits. */
export function inputSlicing(
  dac: { readonly mode: string; readonly sliceBits: number },
  inputBits: number,
): InputSlicing {
  const inputSlices = dac.mode === 'one-shot' ? 1 : Math.ceil(inputBits / dac.sliceBits);
  if (inputSlices === 1) return { inputSlices, sliceBits: inputBits, max: signedMax(inputBits) };
  const topBits = inputBits - (inputSlices - 1) * dac.sliceBits;
  return { inputSlices, sliceBits: dac.sliceBits, max: Math.max(2 ** dac.sliceBits - 1, 2 ** (topBits - 1)) };
}

/**
 * The best range of a converter for the sums seen in calibration: the sum, in product units (input integer times cell
 * level), that the largest code of a signed converter of so many bits should stand for.
 */
export type SumRange = (bits: number) => number;

/** One analog-to-digital conversion of a layer. */
export interface Conversion {
  /** Size of one code in product units; a power of two in the offset encoding. */
  readonly lsb: number;
  /** float32: codes per grid step of the cells. */
  readonly inverseLsb: number;
  readonly codeMin: number;
  readonly codeMax: number;
}

/** Codes of the lossless converter where it is not the integer itself: far inside what float32 holds exactly. */
const losslessCodes = 2 ** 21;

/**
 * The converter's step and codes.
 *
 * Codes are -(2^(bits-1)) .. 2^(bits-1)-1. Where every sum of a slice has one sign (offset encoding, one input bit at a
 * time), the converter is single-ended, 0 .. 2^bits-1, and the sign of the top input slice is digital: the codes here
 * run over +-(2^bits-1), of which a conversion only meets one half.
 *
 * - lossless: one product unit, the finest thing an error-free array can say; coarser (a power of two) only where codes
 *   would
 *   not fit 22 bits. With cells on their levels and without noise the code is the sum itself.
 * - full-scale: the largest sum that a tile can give meets the largest code.
 * - calibrated: the range with the least mean square error, clipping and rounding together, over the sums seen meets
 *   the
 *   largest code; full scale where nothing was seen.
 *
 * No step is finer than one product unit. In the offset encoding it is rounded to a power of two, so that the digital
 * correction by the sum of the inputs is exact (a shift).
 *
 * @param readGain drift compensation by the reference
 * @param noisy read noise reaches the converter
 */
export function conversionOf(
  spec: CrossbarSpec,
  layout: CellLayout,
  input: InputSlicing,
  tileRows: number,
  adcBits: number,
  stepsPerLevel: number,
  readGain: number,
  noisy: boolean,
  seen: SumRange | null,
): Conversion {
  const largest = tileRows * input.max * layout.maxLevel;
  const { range } = spec.adc;
  if (range === 'lossless') {
    if (stepsPerLevel === 1 && readGain === 1 && !noisy) {
      return { lsb: 1, inverseLsb: 1, codeMin: -(2 ** 31), codeMax: 2 ** 31 - 1 };
    }
    const lsb = Math.max(1, 2 ** Math.ceil(Math.log2((2 * largest) / losslessCodes)));
    return scaled(lsb, -losslessCodes, losslessCodes);
  }
  const singleEnded = layout.encoding === 'offset' && input.inputSlices > 1 && input.sliceBits === 1;
  const codeMax = singleEnded ? 2 ** adcBits - 1 : signedMax(adcBits);
  const codeMin = singleEnded ? -codeMax : -(2 ** (adcBits - 1));
  const covered = range === 'calibrated' && seen !== null ? seen(singleEnded ? adcBits + 1 : adcBits) : largest;
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
