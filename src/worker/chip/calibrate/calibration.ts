import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import { z } from 'zod';
import type { AnalogChip, DigitalChip } from '../../../shared/chip/chip-profile.ts';
import type { PrecisionPlan } from '../../../shared/chip/precision-plan.ts';
import type { InputSlicing, SumRange } from '../convert/adc.ts';
import { digitalByDefault } from '../precision/digital-by-default.ts';
import type { CellLayout } from '../program/cells.ts';
import { signedMax } from '../quantize/signed-max.ts';

/** Beyond any network's activations and any column's sums, and far from where float32 overflows in their products. */
const rangeSchema = z.number().min(0).max(1e12);

const sumsSchema = z.strictObject({
  /** The precision at which the sums were seen. */
  inputBits: z.int().min(2).max(8),
  weightBits: z.int().min(2).max(8),
  /** Product units: full scale of a signed converter of 2, 3, ... 15 bits. */
  ranges: z.array(rangeSchema).length(14),
});

const stageSchema = z.strictObject({
  /** Full scale of the activations for 2, 3, ... 8 bits; null where the range is taken per vector. */
  ranges: z.array(rangeSchema).length(7).nullable(),
  /** Sums of a tile, by precision; empty where the converter does not adapt. */
  sums: z.array(sumsSchema),
});

/**
 * What a chip's converters are set to: per layer, and per bucket of the diffusion time ('text', 'time-0' .. 'time-4',
 * 'decode').
 */
export const calibrationSchema = z.strictObject({
  version: z.literal(2),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  layers: z.record(z.string(), z.record(z.string(), stageSchema)),
});

export type Calibration = z.infer<typeof calibrationSchema>;
export type CalibratedStage = z.infer<typeof stageSchema>;

/** Whether a profile has a range to calibrate. */
export function needsCalibration(chip: AnalogChip | DigitalChip): boolean {
  return chip.dac.range === 'calibrated' || (chip.kind === 'analog' && chip.adc.range === 'calibrated');
}

/**
 * What a calibration depends on: the weights of the model, the digital side of the chip (weights, DAC, tile rows, which
 * ranges are calibrated), the plan but for its ADC bits, and the default list of digital layers. It is taken on nominal
 * cells: errors, faults, drift, read noise, chip seed and age do not enter, so all chips of a design share it.
 */
export function calibrationKey(modelHash: string, chip: AnalogChip | DigitalChip, plan: PrecisionPlan): string {
  const withoutAdc = (rule: object) => ({ ...rule, adcBits: undefined });
  const parts = {
    version: 2,
    modelHash,
    weights: chip.weights,
    dac: chip.dac,
    rows: chip.tile.rows,
    adc: chip.kind === 'analog' && chip.adc.range === 'calibrated',
    plan: { default: withoutAdc(plan.default), overrides: plan.overrides.map(withoutAdc) },
    digital: digitalByDefault.map((rule) => rule.layers),
  };
  return createHash('sha256').update(stringify(parts)).digest('hex');
}

/** Full scale of a layer's activations; null where the calibration does not know it. */
export function rangeFor(calibration: Calibration | null, layer: string, bucket: string, bits: number): number | null {
  return lookup(calibration, layer, bucket, (stage) => stage.ranges !== null)?.ranges?.[bits - 2] ?? null;
}

/**
 * The converter's range for the sums of a layer's tiles; null where the calibration does not know them. Sums seen at
 * another precision are scaled by the ratio of the largest integers: exact for a one-shot drive and one cell per
 * weight, a guess otherwise.
 */
export function sumsFor(
  calibration: Calibration | null,
  layer: string,
  bucket: string,
  inputBits: number,
  weightBits: number,
  input: InputSlicing,
  layout: CellLayout,
): SumRange | null {
  const stage = lookup(calibration, layer, bucket, (candidate) => candidate.sums.length > 0);
  if (stage === null) return null;
  const same = stage.sums.find((sums) => sums.inputBits === inputBits && sums.weightBits === weightBits);
  const known = same ?? stage.sums[0]!;
  const inputRatio = input.inputSlices === 1 ? signedMax(inputBits) / signedMax(known.inputBits) : 1;
  const weightRatio = layout.weightSlices === 1 ? signedMax(weightBits) / signedMax(known.weightBits) : 1;
  return (bits) => known.ranges[bits - 2]! * inputRatio * weightRatio;
}

/** The bucket itself, else the nearest one of the diffusion time that was seen: few steps may leave one out. */
function lookup(
  calibration: Calibration | null,
  layer: string,
  bucket: string,
  holds: (stage: CalibratedStage) => boolean,
): CalibratedStage | null {
  const stages = calibration?.layers[layer];
  if (stages === undefined) return null;
  const exact = stages[bucket];
  if (exact !== undefined && holds(exact)) return exact;
  const wanted = timeOf(bucket);
  let nearest: CalibratedStage | null = null;
  let distance = Infinity;
  for (const [name, stage] of Object.entries(stages)) {
    const away = Math.abs(timeOf(name) - wanted);
    if (holds(stage) && away < distance) {
      nearest = stage;
      distance = away;
    }
  }
  return nearest;
}

/** NaN for 'text' and 'decode', which no comparison prefers. */
function timeOf(bucket: string): number {
  return Number(bucket.replace('time-', ''));
}
