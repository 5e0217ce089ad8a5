import type { CrossbarSpec } from '../crossbar-spec.ts';

/** How a weight of so many bits is cut into cells. */
export interface CellLayout {
  readonly encoding: 'differential' | 'offset';
  readonly weightBits: number;
  readonly cellBits: number;
  /** Slices of a weight, least significant first. */
  readonly weightSlices: number;
  /** Largest level of a cell; the level 0 is the off conductance, this one gMax, equal steps between. */
  readonly maxLevel: number;
  /** Physical cells of one weight: one per slice, two in a differential pair. */
  readonly cellsPerWeight: number;
  /** Power-of-two weight of each slice. */
  readonly sliceWeight: Int32Array;
  /**
   * What the offset encoding adds to a weight before programming, 2^(weightBits-1), and the digital unit takes off
   * again; 0 for a pair.
   */
  readonly offset: number;
}

/**
 * A differential pair holds the magnitude, weightBits - 1 bits, on its positive or its negative side; the offset
 * encoding holds w + 2^(weightBits-1), weightBits bits, in one cell per slice. Where a cell could hold more bits than
 * the weight has, the weight's levels are spread over the whole window of conductances.
 */
export function cellLayout(weights: CrossbarSpec['weights'], weightBits: number): CellLayout {
  const { encoding, cellBits } = weights;
  const storedBits = encoding === 'differential' ? weightBits - 1 : weightBits;
  const weightSlices = Math.ceil(storedBits / cellBits);
  return {
    encoding,
    weightBits,
    cellBits,
    weightSlices,
    maxLevel: 2 ** Math.min(cellBits, storedBits) - 1,
    cellsPerWeight: encoding === 'differential' ? 2 * weightSlices : weightSlices,
    sliceWeight: Int32Array.from({ length: weightSlices }, (_, slice) => 2 ** (slice * cellBits)),
    offset: encoding === 'offset' ? 2 ** (weightBits - 1) : 0,
  };
}

/**
 * Level of one cell.
 * @param side 0 = the positive cell of a pair, or the only cell of the offset encoding; 1 = the negative cell
 */
export function cellLevel(layout: CellLayout, weight: number, slice: number, side: 0 | 1): number {
  const shift = slice * layout.cellBits;
  const mask = 2 ** layout.cellBits - 1;
  if (layout.encoding === 'offset') return ((weight + layout.offset) >> shift) & mask;
  const magnitude = side === 0 ? weight : -weight;
  return magnitude > 0 ? (magnitude >> shift) & mask : 0;
}
