import { demand } from '../demand.ts';
import type { Loaded, Operand } from '../operator.ts';

/** The cells of one layer as the array sees them: integers on the conductance grid. */
export interface Crossbar {
  /** K: rows over all tiles. */
  readonly rows: number;
  /** N: logical columns (output channels). */
  readonly columns: number;
  /** Rows of one tile; the last tile may be shorter. */
  readonly tileRows: number;
  /**
   * One [K, N] row-major array per weight slice, least significant first: the signed difference G+ - G- (differential) or the
   * single conductance (offset), in grid steps. Int8Array when all fit, else Int16Array.
   */
  readonly slices: readonly (Int8Array | Int16Array)[];
}

export interface CrossbarShape extends Pick<Crossbar, 'rows' | 'columns' | 'tileRows'> {
  /** How many weight slices. */
  readonly slices: number;
  /** Cells are int16. */
  readonly wide: boolean;
}

export type LoadedCrossbar = Loaded<Crossbar, CrossbarShape>;

export const crossbarCells: Operand<Crossbar, CrossbarShape> = {
  name: 'crossbar',
  check({ rows, columns, tileRows, slices }) {
    demand(rows > 0 && columns > 0 && tileRows > 0 && slices.length > 0, 'a crossbar needs rows, columns and a slice');
    for (const cells of slices) {
      demand(cells.length === rows * columns, `a slice of ${rows} x ${columns} cells has ${cells.length}`);
      demand(cells.constructor === slices[0]!.constructor, 'slices of one crossbar differ in their type');
    }
  },
  shape: ({ rows, columns, tileRows, slices }) => ({
    rows,
    columns,
    tileRows,
    slices: slices.length,
    wide: slices[0] instanceof Int16Array,
  }),
  fields: ({ rows, columns, tileRows, slices }) => ({
    inputs: slices,
    outputs: [],
    numbers: [rows, columns, tileRows, slices.length, Number(slices[0] instanceof Int16Array)],
  }),
};
