import type { InputSlicing } from './adc.ts';

/** Energy of driving a row, by activation. */
export interface DriveEnergy {
  /** [256] for every int8 x at index x + 128, in `unit`. At most 2^14. */
  readonly energy: Int32Array;
  /** One step of `energy`, relative to a full drive. */
  readonly unit: number;
}

/**
 * Energy of an activation's drives, summed over the slices: a voltage or level counts squared; a pulse width drives at
 * full voltage for its length.
 */
export function driveEnergy(
  dac: { readonly drive?: 'level' | 'pulse-width' | undefined },
  input: InputSlicing,
): DriveEnergy {
  const byWidth = dac.drive === 'pulse-width';
  const energy = Int32Array.from({ length: 256 }, (_, i) => {
    let sum = 0;
    for (let slice = 0; slice < input.inputSlices; slice++) {
      const level = Math.abs(inputSliceOf(i - 128, slice, input));
      sum += byWidth ? level : level * level;
    }
    return sum;
  });
  return { energy, unit: byWidth ? 1 / input.max : 1 / input.max ** 2 };
}

/** Slice of an activation as the kernels cut it (operators/crossbar.ts): two's complement, the top slice signed. */
export function inputSliceOf(x: number, slice: number, input: InputSlicing): number {
  if (input.inputSlices === 1) return x;
  const shifted = x >> (slice * input.sliceBits);
  return slice === input.inputSlices - 1 ? shifted : shifted & (2 ** input.sliceBits - 1);
}
