import { crossbarCells } from './crossbar.ts';
import { matrix } from './matrix.ts';

/** Every kind of packed weights, in the order of native/operators.h. */
export const operands = [crossbarCells, matrix] as const;
