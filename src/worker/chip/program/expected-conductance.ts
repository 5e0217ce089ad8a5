import { normalOfWord } from '../../kernels/gaussian.ts';
import type { CrossbarSpec } from '../crossbar-spec.ts';
import { signedMax } from '../quantize/signed-max.ts';
import { type CellLayout, cellLevel } from './cells.ts';
import { conductanceCeiling, offConductance } from './conductance-grid.ts';
import { programmingSigma, targetConductance } from './programming.ts';

/** Standard normals in the middles of equal steps of their probability, from the generator that programs the cells. */
const quantiles = Float64Array.from({ length: 256 }, (_, i) => normalOfWord((i << 24) | (1 << 23)));

/**
 * What a weight draws on average over all chips of a design, see programLayer: all its cells together, in units of
 * gMax.
 *
 * @param age seconds since programming
 * @returns [256] for every weight at index weight + 128; 0 for those that the layout cannot hold
 */
export function expectedConductance(cell: CrossbarSpec['cell'], layout: CellLayout, age: number): Float64Array {
  const off = offConductance(cell);
  const drifted = expectedDrift(cell, age);
  const ofLevel = Float64Array.from({ length: layout.maxLevel + 1 }, (_, level) => {
    const working = expectedProgramming(cell, targetConductance(layout, off, level)) * drifted;
    return (1 - cell.stuckOn - cell.stuckOff) * working + cell.stuckOn + cell.stuckOff * off;
  });
  const sides: readonly (0 | 1)[] = layout.encoding === 'differential' ? [0, 1] : [0];
  const largest = signedMax(layout.weightBits);
  const ofWeight = new Float64Array(256);
  for (let weight = -largest; weight <= largest; weight++) {
    for (let slice = 0; slice < layout.weightSlices; slice++) {
      for (const side of sides) ofWeight[weight + 128]! += ofLevel[cellLevel(layout, weight, slice, side)]!;
    }
  }
  return ofWeight;
}

/** A cell cannot conduct less than nothing: errors make off cells conduct more on average. */
function expectedProgramming({ programmingError, gMax }: CrossbarSpec['cell'], target: number): number {
  if (programmingError === null) return target;
  const sigma = programmingSigma(programmingError, target, gMax);
  return meanOf((z) => Math.max(0, Math.min(target + sigma * z, conductanceCeiling)));
}

/** What is left of a cell's conductance at this age. */
function expectedDrift({ drift }: CrossbarSpec['cell'], age: number): number {
  if (drift === null || age <= drift.t0) return 1;
  const logAge = Math.log(age / drift.t0);
  return meanOf((z) => Math.exp(-Math.max(0, drift.nuMean + drift.nuStd * z) * logAge));
}

function meanOf(value: (z: number) => number): number {
  return quantiles.reduce((sum, z) => sum + value(z), 0) / quantiles.length;
}
