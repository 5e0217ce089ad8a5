import type { ChipEvents } from '../../energy/events.ts';
import type { CrossbarCall } from '../../kernels/operators/crossbar.ts';
import type { LayerMatmul } from '../../tensor/matmul.ts';
import type { MatrixLayer } from '../../tensor/matrix-layer.ts';
import { type Calibration, rangeFor, sumsFor } from '../calibrate/calibration.ts';
import { type Conversion, conversionOf, type InputSlicing, inputSlicing } from '../convert/adc.ts';
import { type CodeScale, codeScale } from '../convert/code-scale.ts';
import { driveEnergy } from '../convert/drive.ts';
import type { CrossbarSpec } from '../crossbar-spec.ts';
import type { ResolvedPrecision } from '../precision/plan.ts';
import { offConductance } from '../program/conductance-grid.ts';
import type { PhysicalChip } from '../program/physical-chip.ts';
import type { LoadedLayer } from '../program/programmed-layers.ts';
import { countEvents } from './chip-events.ts';

/** How a chip runs a layer: what all of its products have in common at one precision and in one bucket of the run. */
export interface LayerConfig {
  readonly crossbar: LoadedLayer['crossbar'];
  readonly slicing: InputSlicing;
  readonly codes: CodeScale;
  /** Full scale of the activations; null where each product takes it from its own activations. */
  readonly range: number | null;
  /** Null = none. */
  readonly noise: { readonly output: number; readonly cell: number } | null;
  /** Null on a digital chip. */
  readonly conduction: CrossbarCall['conduction'];
  /** What one unit of the conduction that the kernels count is worth, see ChipEvents.conductionSum. */
  readonly conductionUnit: number;
  eventsOf(product: LayerMatmul, activations: number): Omit<ChipEvents, 'clipped' | 'conductionSum'>;
}

export type LayerConfigs = (layer: MatrixLayer, precision: ResolvedPrecision, bucket: string) => LayerConfig;

interface Known extends LayerConfig {
  readonly precision: ResolvedPrecision;
  readonly bucket: string;
}

/**
 * Works out a layer's configuration when first asked and keeps it: a run visits each layer at every step. Programs the
 * layer if need be.
 */
export function createLayerConfigs(chip: PhysicalChip, calibration: Calibration | null): LayerConfigs {
  const ofLayer = new WeakMap<MatrixLayer, Known[]>();
  return (layer, precision, bucket) => {
    let known = ofLayer.get(layer);
    if (known === undefined) {
      known = [];
      ofLayer.set(layer, known);
    }
    for (const one of known) if (one.bucket === bucket && samePrecision(one.precision, precision)) return one;
    const one = { ...configOf(chip, calibration, layer, precision, bucket), precision, bucket };
    known.push(one);
    return one;
  };
}

function samePrecision(a: ResolvedPrecision, b: ResolvedPrecision): boolean {
  return a.inputBits === b.inputBits && a.weightBits === b.weightBits && a.adcBits === b.adcBits;
}

function configOf(
  chip: PhysicalChip,
  calibration: Calibration | null,
  layer: MatrixLayer,
  precision: ResolvedPrecision,
  bucket: string,
): LayerConfig {
  const { profile, spec } = chip;
  const { inputBits, weightBits, adcBits } = precision;
  const loaded = chip.layers.get(layer, weightBits);
  const { crossbar, layout, grid, readGain, conductance } = loaded;
  const slicing = inputSlicing(spec.dac, inputBits);
  const noisy = spec.read.outputNoise > 0 || spec.read.weightNoise > 0;
  const seen = sumsFor(calibration, layer.name, bucket, inputBits, weightBits, slicing, layout);
  const { stepsPerLevel } = grid;
  const { tileRows } = crossbar.shape;
  const conversion = conversionOf(spec, layout, slicing, tileRows, adcBits, stepsPerLevel, readGain, noisy, seen);
  const drive = driveEnergy(spec.dac, slicing);
  const events = new Map<LayerMatmul, ReturnType<LayerConfig['eventsOf']>>();
  return {
    crossbar,
    slicing,
    codes: codeScale(loaded, conversion),
    range: spec.dac.range === 'vector' ? null : rangeFor(calibration, layer.name, bucket, inputBits),
    noise: noisy ? readNoise(spec, loaded, conversion, adcBits) : null,
    conduction: profile.kind === 'analog' ? { driveEnergy: drive.energy, rowConductance: conductance.steps } : null,
    conductionUnit: drive.unit * conductance.unit,
    eventsOf(product, activations) {
      let counted = events.get(product);
      if (counted === undefined) {
        const { inputs, outputs } = layer;
        counted = countEvents(profile, precision, { rows: product.rows, inputs, outputs, activations });
        events.set(product, counted);
      }
      return counted;
    },
  };
}

/** Standard deviations in LSB. */
function readNoise(
  { read, adc, cell }: CrossbarSpec,
  { grid }: LoadedLayer,
  conversion: Conversion,
  adcBits: number,
): { readonly output: number; readonly cell: number } {
  const gMaxSteps = grid.stepsPerWindow / (1 - offConductance(cell));
  return {
    // A plan that asks for fewer bits makes the step coarser, not the circuit noisier.
    output: adc.range === 'lossless' ? read.outputNoise : read.outputNoise * 2 ** (adcBits - adc.bits),
    cell: read.weightNoise * gMaxSteps * conversion.inverseLsb,
  };
}
