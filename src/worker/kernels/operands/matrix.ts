import { demand } from '../demand.ts';
import { defineOperand, type Loaded, type Operand } from '../operator.ts';

/** A trained weight in float32, in the model's order. */
export interface Matrix {
  /** [N, K] row-major. */
  readonly weight: Float32Array;
  /** N. */
  readonly outputs: number;
  /** K. */
  readonly inputs: number;
}

export type MatrixShape = Pick<Matrix, 'outputs' | 'inputs'>;
export type LoadedMatrix = Loaded<Matrix, MatrixShape>;

export const matrix: Operand<Matrix, MatrixShape> = defineOperand({
  name: 'matrix',
  fields: { weight: 'f32[]', outputs: 'i32', inputs: 'i32' },
  check({ weight, outputs, inputs }) {
    demand(weight.length === outputs * inputs, `a weight of ${outputs} x ${inputs} has ${weight.length}`);
  },
  shape: ({ outputs, inputs }) => ({ outputs, inputs }),
  values: ({ weight, outputs, inputs }) => ({ weight, outputs, inputs }),
});
