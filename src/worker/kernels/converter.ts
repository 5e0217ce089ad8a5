import { roundHalfToEven } from './rounding.ts';

/** Of a CrossbarCall. */
interface ConverterSettings {
  readonly inverseLsb: number;
  readonly codeMin: number;
  readonly codeMax: number;
  readonly noise: object | null;
}

/**
 * The ADC of a call. Clamping a rounded value to whole codes is the same as rounding a value clamped to the outermost
 * float32 that still round into the range; the second form needs no wide integers, so every backend uses it.
 */
export interface Converter {
  /**
   * The range is all of int32, one LSB is one unit and there is no noise: the code is the sum itself, even beyond
   * float32's 24 bits.
   */
  readonly lossless: boolean;
  /** float32. */
  readonly inverseLsb: number;
  /** Smallest float32 that rounds to codeMin or above. */
  readonly low: number;
  /** Largest float32 that rounds to codeMax or below. */
  readonly high: number;
}

const int32Min = -(2 ** 31);
const int32Max = 2 ** 31 - 1;

export function converterOf(call: ConverterSettings): Converter {
  const wholeRange = call.codeMin <= int32Min && call.codeMax >= int32Max;
  return {
    lossless: wholeRange && call.inverseLsb === 1 && call.noise === null,
    inverseLsb: Math.fround(call.inverseLsb),
    low: -largestRoundingTo(-Math.max(call.codeMin, -int32Max)),
    high: largestRoundingTo(Math.min(call.codeMax, int32Max)),
  };
}

function largestRoundingTo(code: number): number {
  let x = Math.fround(code + 0.5);
  while (roundHalfToEven(x) > code) x = nextBelow(x);
  return x;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next smaller float32. */
function nextBelow(x: number): number {
  if (x === 0) return -(2 ** -149);
  float[0] = x;
  bits[0]! += x > 0 ? -1 : 1;
  return float[0]!;
}
