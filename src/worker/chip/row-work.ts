import type { Gather } from '../kernels/kernels.ts';
import type { InputSlicing } from './adc.ts';

const { fround } = Math;

/**
 * Energy of an activation's drives relative to one full drive, for every int8 x at index x + 128: a voltage or level squared, summed over the
 * slices; a pulse width drives at full voltage for its length.
 */
export function driveEnergy(
  dac: { readonly drive?: 'level' | 'pulse-width' | undefined },
  input: InputSlicing,
): Float64Array {
  return Float64Array.from({ length: 256 }, (_, i) => {
    let energy = 0;
    for (let slice = 0; slice < input.slices; slice++) {
      const share = Math.abs(inputSliceOf(i - 128, slice, input)) / input.max;
      energy += dac.drive === 'pulse-width' ? share : share * share;
    }
    return energy;
  });
}

/** Slice of an activation as the kernels cut it (kernels.ts): two's complement, the top slice signed. */
export function inputSliceOf(x: number, slice: number, input: InputSlicing): number {
  if (input.slices === 1) return x;
  const shifted = x >> (slice * input.sliceBits);
  return slice === input.slices - 1 ? shifted : shifted & (2 ** input.sliceBits - 1);
}

/**
 * What the array draws: sum over rows, inputs and slices of drive(x) * rowConductance[k], in units of a full drive into gMax.
 * @param drive [256] energy of an activation's drives relative to a full one, at index x + 128
 * @param rowConductance [K]
 */
export function conduction(
  input: Int8Array,
  gather: Gather,
  drive: Float64Array,
  rowConductance: Float64Array,
): number {
  const { rowStart, tapStart, tapLength } = gather;
  const inputs = rowConductance.length;
  const driven = new Float64Array(inputs);
  for (let m = 0; m < rowStart.length; m++) {
    for (let tap = 0, k = 0; tap < tapStart.length; tap++) {
      const from = rowStart[m]! + tapStart[tap]!;
      for (let i = from; i < from + tapLength; i++, k++) driven[k] = driven[k]! + drive[input[i]! + 128]!;
    }
  }
  let sum = 0;
  for (let k = 0; k < inputs; k++) sum += driven[k]! * rowConductance[k]!;
  return sum;
}

/**
 * Standard deviation of the read noise at the converter, in LSB, [M, tiles, input slices]: the circuit's own noise and the cells',
 * which adds up over a tile's rows with the drive:
 * f32(sqrt(outputNoise^2 + (cellNoise * ||x_tile||)^2)), the squared norm an exact integer.
 *
 * @param cellNoise LSB of noise of one column cell (or pair) at a drive of 1
 */
export function fillReadNoise(
  input: Int8Array,
  gather: Gather,
  slicing: InputSlicing,
  inputs: number,
  tileRows: number,
  outputNoise: number,
  cellNoise: number,
  sigma: Float32Array,
): void {
  if (cellNoise === 0) {
    sigma.fill(fround(outputNoise));
    return;
  }
  const { rowStart, tapStart, tapLength } = gather;
  const tiles = Math.ceil(inputs / tileRows);
  const power = new Float64Array(tiles * slicing.slices);
  const squares = Array.from({ length: slicing.slices }, (_, slice) =>
    Float64Array.from({ length: 256 }, (_, i) => inputSliceOf(i - 128, slice, slicing) ** 2),
  );
  const outputPower = outputNoise * outputNoise;
  const cellPower = cellNoise * cellNoise;
  for (let m = 0; m < rowStart.length; m++) {
    power.fill(0);
    for (let slice = 0; slice < slicing.slices; slice++) {
      const square = squares[slice]!;
      let tile = 0;
      let rowsLeft = tileRows;
      let sum = 0;
      for (let tap = 0; tap < tapStart.length; tap++) {
        const from = rowStart[m]! + tapStart[tap]!;
        for (let i = from; i < from + tapLength; i++) {
          sum += square[input[i]! + 128]!;
          if (--rowsLeft === 0) {
            power[tile * slicing.slices + slice] = sum;
            tile++;
            rowsLeft = tileRows;
            sum = 0;
          }
        }
      }
      if (tile < tiles) power[tile * slicing.slices + slice] = sum;
    }
    const at = m * power.length;
    for (let i = 0; i < power.length; i++) sigma[at + i] = Math.sqrt(outputPower + cellPower * power[i]!);
  }
}
