import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';

/** Numbers that share a result. */
export const magnitudeBlock = 4096;

export interface LargestMagnitudeCall {
  readonly data: Float32Array;
  /** One for every `magnitudeBlock` numbers of data, the last of which may be fewer. */
  readonly largest: Float32Array;
}

/**
 * largest[i] = max |x| of block i; what is not a number is counted in nonFinite and passed over, infinities are counted
 * too.
 */
export const largestMagnitude: Operator<LargestMagnitudeCall> = defineOperator({
  name: 'largestMagnitude',
  fields: { data: 'f32[]', largest: 'out f32[]', length: 'i32' },
  check({ data, largest }) {
    demand(
      largest.length === Math.ceil(data.length / magnitudeBlock),
      `${largest.length} blocks of ${data.length} numbers`,
    );
  },
  cost: ({ data }) => 30 * data.length,
  values: ({ data, largest }) => ({ data, largest, length: data.length }),
  reference({ data, largest }, counts) {
    largest.fill(0);
    for (let i = 0; i < data.length; i++) {
      const block = Math.floor(i / magnitudeBlock);
      const magnitude = Math.abs(data[i]!);
      if (magnitude > largest[block]!) largest[block] = magnitude;
      if (!Number.isFinite(magnitude)) counts.nonFinite++;
    }
  },
});
