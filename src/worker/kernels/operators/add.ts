import { demand } from '../demand.ts';
import type { Operator } from '../operator.ts';

export interface AddCall {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly sum: Float32Array;
}

/** sum[i] = a[i] + b[i]. */
export const add: Operator<AddCall> = {
  name: 'add',
  check({ a, b, sum }) {
    demand(a.length === sum.length && b.length === sum.length, `${a.length} + ${b.length} = ${sum.length} numbers`);
  },
  cost: ({ sum }) => 40 * sum.length,
  fields: ({ a, b, sum }) => ({ inputs: [a, b], outputs: [sum], numbers: [sum.length] }),
  reference({ a, b, sum }) {
    for (let i = 0; i < sum.length; i++) sum[i] = a[i]! + b[i]!;
  },
};
