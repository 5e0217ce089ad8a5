import type { CrossbarSpec } from '../crossbar-spec.ts';
import type { CellLayout } from './cells.ts';

/** Programming and read-out saturate here: no cell conducts more than this fraction of gMax. */
export const conductanceCeiling = 1.2;

/** The integer grid on which the kernels hold the cells of a layer. */
export interface ConductanceGrid {
  /** Grid steps between two neighbouring levels; 1 where the grid is the levels themselves. */
  readonly stepsPerLevel: number;
  /** Grid steps of the window gMax - gOff. */
  readonly stepsPerWindow: number;
  /** Largest magnitude that the grid holds. */
  readonly limit: number;
}

/** Conductance of an off cell as a fraction of gMax. */
export function offConductance(cell: CrossbarSpec['cell']): number {
  return cell.onOffRatio === null ? 0 : 1 / cell.onOffRatio;
}

/** Whether every cell conducts what its weight asks for: no error, no fault, no drift. */
export function isPerfect(cell: CrossbarSpec['cell'], age: number): boolean {
  return !isContinuous(cell, age) && cell.stuckOn === 0 && cell.stuckOff === 0;
}

/**
 * Whether cells take values between their levels. Faults do not: a stuck cell has the lowest or the highest level.
 */
function isContinuous(cell: CrossbarSpec['cell'], age: number): boolean {
  const misprogrammed = cell.programmingError !== null && cell.programmingError.scale > 0;
  const drifts = cell.drift !== null && age > cell.drift.t0;
  return misprogrammed || drifts;
}

/**
 * Cells that only take their levels are held as levels, so that an error-free array gives the integer product itself.
 * Cells with errors need steps between the levels and room above gMax: the int8 grid has 105 steps for an infinite
 * on/off ratio, so that conductanceCeiling still fits 127, and the int16 grid 8191. Where the levels fit, the steps are
 * a multiple of them, so that the levels stay equidistant; 127 levels on the int8 grid are rounded to its 105 steps, an
 * error of 0.3 % of the window beside programming errors of some percent.
 */
export function conductanceGrid(cell: CrossbarSpec['cell'], layout: CellLayout, age: number): ConductanceGrid {
  if (!isContinuous(cell, age)) {
    return { stepsPerLevel: 1, stepsPerWindow: layout.maxLevel, limit: layout.maxLevel };
  }
  const limit = cell.grid === 'int8' ? 127 : 9830;
  const fitting = Math.floor((limit * (1 - offConductance(cell))) / conductanceCeiling);
  const steps = fitting >= layout.maxLevel ? fitting - (fitting % layout.maxLevel) : fitting;
  return { stepsPerLevel: steps / layout.maxLevel, stepsPerWindow: steps, limit };
}
