import type { CrossbarCall } from '../../kernels/operators/crossbar.ts';
import type { LoadedLayer } from '../program/programmed-layers.ts';
import type { Conversion } from './adc.ts';

/** How sums become codes and codes become numbers. */
export interface CodeScale
  extends Pick<CrossbarCall, 'inverseLsb' | 'codeMin' | 'codeMax' | 'sliceWeight' | 'offset' | 'columnScale'> {
  /** Product units of one step of the total: a factor of the activations' scale. */
  readonly step: number;
}

/**
 * A pair's sums are counted in LSB, and the activations' scale carries the LSB. The offset encoding counts in product
 * units, whole multiples of which its LSB is, so that the integer offset is taken off exactly.
 */
export function codeScale(layer: Pick<LoadedLayer, 'layout' | 'columnScale'>, conversion: Conversion): CodeScale {
  const { lsb, inverseLsb, codeMin, codeMax } = conversion;
  const { encoding, offset, sliceWeight } = layer.layout;
  const common = { inverseLsb, codeMin, codeMax, offset: -offset, columnScale: layer.columnScale };
  return encoding === 'offset'
    ? { ...common, sliceWeight: sliceWeight.map((weight) => weight * lsb), step: 1 }
    : { ...common, sliceWeight, step: lsb };
}
