/** Positions of the energy slider; its ends mean 'no bound'. */
export const ENERGY_STEPS = 100;

interface Bounds {
  /** Smallest and largest energy of a picture, joules. */
  readonly min: number;
  readonly max: number;
}

/** Joules at a position of the slider. Energies span decades, so the scale is logarithmic. */
export function joulesAt(position: number, { min, max }: Bounds): number {
  return min * (max / min) ** (position / ENERGY_STEPS);
}

/** Position of an energy on the slider. */
export function positionOf(joules: number, { min, max }: Bounds): number {
  const position = (ENERGY_STEPS * Math.log(joules / min)) / Math.log(max / min);
  return Math.round(Math.min(Math.max(position, 0), ENERGY_STEPS));
}

/** The filter for the slider's two positions: three significant digits, no bound at an end. */
export function energyRange(low: number, high: number, bounds: Bounds): { min: number | null; max: number | null } {
  const joules = (position: number) => Number(joulesAt(position, bounds).toPrecision(3));
  return { min: low <= 0 ? null : joules(low), max: high >= ENERGY_STEPS ? null : joules(high) };
}
