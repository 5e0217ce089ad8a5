/** The largest integer of a signed number of so many bits, used symmetrically: -(2^(bits-1)-1) .. 2^(bits-1)-1. */
export function signedMax(bits: number): number {
  return 2 ** (bits - 1) - 1;
}
