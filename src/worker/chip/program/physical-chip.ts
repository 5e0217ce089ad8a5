import type { AnalogChip, DigitalChip } from '../../../shared/chip/chip-profile.ts';
import type { KernelPool } from '../../kernels/kernels.ts';
import { type CrossbarSpec, crossbarSpec } from '../crossbar-spec.ts';
import { createProgrammedLayers, type ProgrammedLayers } from './programmed-layers.ts';

/** One fabricated chip, programmed with a diffusion model. It is kept from picture to picture. */
export interface PhysicalChip {
  readonly profile: AnalogChip | DigitalChip;
  readonly spec: CrossbarSpec;
  /** Decides programming errors, stuck cells and drift exponents. */
  readonly chipSeed: number;
  readonly layers: ProgrammedLayers;
  /** Takes its crossbars out of the kernels. */
  close(): void;
}

/**
 * An empty chip; layers are programmed when first asked for.
 *
 * @param age seconds since it was programmed
 */
export function makeChip(
  pool: KernelPool,
  profile: AnalogChip | DigitalChip,
  chipSeed: number,
  age: number,
): PhysicalChip {
  const spec = crossbarSpec(profile);
  const layers = createProgrammedLayers(pool, spec, chipSeed, age);
  return { profile, spec, chipSeed, layers, close: () => layers.unload() };
}
