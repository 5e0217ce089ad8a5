/** What the rows of a layer conduct, as integers: the kernels sum them exactly, in any order. */
export interface RowConductance {
  /** [K] in `unit`, at most 2^12. */
  readonly steps: Int16Array;
  /** One step as a fraction of gMax. */
  readonly unit: number;
}

/**
 * Steps of the row that conducts most. Rounding moves the sum over the rows by less than 1e-4, while the energy of the
 * largest product we know (the last convolutions of Stable Diffusion's decoder at 512 x 512: 3e8 drives of about 2^11)
 * stays exact, below 2^53.
 */
const mostSteps = 2 ** 12;

/** @param conductance [K] all cells of a row together, in units of gMax */
export function rowConductance(conductance: Float64Array): RowConductance {
  const unit = conductance.reduce((most, row) => Math.max(most, row), 0) / mostSteps;
  if (unit === 0) return { steps: new Int16Array(conductance.length), unit };
  return { steps: Int16Array.from(conductance, (row) => Math.round(row / unit)), unit };
}
