import type { AnalogChip, DigitalChip } from '../../../shared/chip/chip-profile.ts';
import type { KernelPool } from '../../kernels/kernels.ts';
import { type CrossbarModel, crossbarModel } from '../profile/crossbar-model.ts';
import { createProgrammedLayers, type ProgrammedLayers } from './programmed-layers.ts';

/** One chip as it lies on the table, programmed with a model: pictures come and go, its cells stay. */
export interface PhysicalChip {
  readonly profile: AnalogChip | DigitalChip;
  readonly model: CrossbarModel;
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
  const model = crossbarModel(profile);
  const layers = createProgrammedLayers(pool, model, chipSeed, age);
  return { profile, model, chipSeed, layers, close: () => layers.unload() };
}
