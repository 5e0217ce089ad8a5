import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';

export interface AddCall {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly sum: Float32Array;
}

/** sum[i] = a[i] + b[i]. */
export const add: Operator<AddCall> = defineOperator({
  name: 'add',
  fields: { a: 'f32[]', b: 'f32[]', sum: 'out f32[]', length: 'i32' },
  check({ a, b, sum }) {
    demand(a.length === sum.length && b.length === sum.length, `${a.length} + ${b.length} = ${sum.length} numbers`);
  },
  cost: ({ sum }) => 40 * sum.length,
  values: ({ a, b, sum }) => ({ a, b, sum, length: sum.length }),
  reference({ a, b, sum }) {
    for (let i = 0; i < sum.length; i++) sum[i] = a[i]! + b[i]!;
  },
});
