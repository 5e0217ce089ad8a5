/**
 * 1.5 * 2^52: adding it to a double of magnitude below 2^51 leaves no fraction bits, so the sum is rounded to an
 * integer, ties to even.
 */
const shift = 6755399441055744;

/** The nearest integer, halves to the even one, as IEEE 754 rounds. For magnitudes below 2^51. */
export function roundHalfToEven(value: number): number {
  return value + shift - shift;
}
