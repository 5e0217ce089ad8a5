import { type GroupValues, mostInList } from '../call-fields.ts';
import { demand } from '../demand.ts';
import { defineOperand, type Loaded, type Operand } from '../operator.ts';

/** The cells of one layer as the array sees them: integers on the conductance grid. */
export interface Crossbar {
  /** K: rows over all tiles. */
  readonly rows: number;
  /** N: logical columns (output channels). */
  readonly columns: number;
  /** Rows of one tile; the last tile may be shorter. */
  readonly tileRows: number;
  /**
   * One [K, N] row-major array per weight slice, least significant first: the signed difference G+ - G- (differential)
   * or the single conductance (offset), in grid steps. Int8Array when all fit, else Int16Array.
   */
  readonly sliceCells: readonly (Int8Array | Int16Array)[];
}

/** The shape in a kernel's call. */
export const crossbarShapeGroup = {
  struct: 'CrossbarShape',
  fields: { rows: 'i32', columns: 'i32', tileRows: 'i32', weightSlices: 'i32', wide: 'bool' },
} as const;

/** Rows, columns and tile as of Crossbar; how many weight slices, and whether cells are int16. */
export type CrossbarShape = GroupValues<typeof crossbarShapeGroup>;

export type LoadedCrossbar = Loaded<Crossbar, CrossbarShape>;

function shapeOf({ rows, columns, tileRows, sliceCells }: Crossbar): CrossbarShape {
  return { rows, columns, tileRows, weightSlices: sliceCells.length, wide: sliceCells[0] instanceof Int16Array };
}

export const crossbarCells: Operand<Crossbar, CrossbarShape> = defineOperand({
  name: 'crossbar',
  fields: { shape: crossbarShapeGroup, sliceCells: 'any[][]' },
  check({ rows, columns, tileRows, sliceCells }) {
    demand(rows > 0 && columns > 0 && tileRows > 0, 'a crossbar needs rows and columns');
    demand(sliceCells.length > 0 && sliceCells.length <= mostInList, `weights in ${sliceCells.length} slices`);
    for (const cells of sliceCells) {
      demand(cells.length === rows * columns, `a slice of ${rows} x ${columns} cells has ${cells.length}`);
      demand(cells.constructor === sliceCells[0]!.constructor, 'slices of one crossbar differ in their type');
    }
  },
  shape: shapeOf,
  values: (crossbar) => ({ shape: shapeOf(crossbar), sliceCells: crossbar.sliceCells }),
});
