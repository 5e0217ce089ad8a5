import type { AnalogChip } from '../../shared/chip/chip-profile.ts';
import type { ResolvedPrecision } from '../chip/precision/plan.ts';
import { cellLayout } from '../chip/program/cells.ts';
import { expectedConductance } from '../chip/program/expected-conductance.ts';
import { quantizeWeights } from '../chip/quantize/quantize.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { createExpectedDrive } from './expected-drive.ts';

/** ChipEvents.conductionSum to expect of a product of so many rows. */
export type ExpectedConduction = (layer: MatrixLayer, rows: number, precision: ResolvedPrecision) => number;

/**
 * Drives and conductances are taken to be independent: rows that are driven harder do not conduct more. On the built-in
 * model the true sum is 0 to 3 % larger for that.
 *
 * @param age seconds since programming
 */
export function createExpectedConduction(
  { weights, cell, dac }: Pick<AnalogChip, 'weights' | 'cell' | 'dac'>,
  age: number,
): ExpectedConduction {
  const driveOf = createExpectedDrive(dac);
  const byBits = new Map<number, { readonly ofWeight: Float64Array; readonly ofLayer: Map<MatrixLayer, number> }>();

  function conductanceOf(layer: MatrixLayer, weightBits: number): number {
    let known = byBits.get(weightBits);
    if (known === undefined) {
      known = { ofWeight: expectedConductance(cell, cellLayout(weights, weightBits), age), ofLayer: new Map() };
      byBits.set(weightBits, known);
    }
    let found = known.ofLayer.get(layer);
    if (found === undefined) {
      const { ofWeight } = known;
      const shares = weightShares(layer, weightBits, weights.clip);
      found = layer.inputs * layer.outputs * shares.reduce((sum, share, i) => sum + share * ofWeight[i]!, 0);
      known.ofLayer.set(layer, found);
    }
    return found;
  }

  return (layer, rows, { inputBits, weightBits }) =>
    rows * driveOf(layer, inputBits) * conductanceOf(layer, weightBits);
}

const sharesOf = new WeakMap<MatrixLayer, Map<string, Float64Array>>();

/** How often each integer occurs among the quantized weights of a layer (or of its sample), at index weight + 128. */
function weightShares(layer: MatrixLayer, bits: number, clip: number): Float64Array {
  let known = sharesOf.get(layer);
  if (known === undefined) {
    known = new Map();
    sharesOf.set(layer, known);
  }
  const key = `${bits} ${clip}`;
  let shares = known.get(key);
  if (shares === undefined) {
    const { integers } = quantizeWeights(layer.weight, layer.weight.length / layer.inputs, bits, clip, layer.name);
    shares = new Float64Array(256);
    for (const integer of integers) shares[integer + 128]! += 1 / integers.length;
    known.set(key, shares);
  }
  return shares;
}
