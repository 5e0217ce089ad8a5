import type { AnalogChip, DigitalChip } from '../../src/shared/chip/chip-profile.ts';
import { chipProfileSchema } from '../../src/shared/chip/chip-profile.ts';
import type { PrecisionPlan } from '../../src/shared/chip/precision-plan.ts';
import { makeChip } from '../../src/worker/chip/program/physical-chip.ts';
import { type ChipEngineOptions, createChipEngine } from '../../src/worker/chip/run/chip-engine.ts';
import { type ChipEvents, type Meter, NO_METER } from '../../src/worker/energy/events.ts';
import { ExactEngine } from '../../src/worker/exact/exact-engine.ts';
import { fillGaussian } from '../../src/worker/kernels/gaussian.ts';
import type { KernelPool } from '../../src/worker/kernels/kernels.ts';
import type { MatrixEngine, MatrixLayer } from '../../src/worker/tensor/matrix-layer.ts';
import type { Tensor } from '../../src/worker/tensor/tensor.ts';
import { zeros } from '../../src/worker/tensor/tensor.ts';

export const ownBits: PrecisionPlan = { default: {}, overrides: [] };

type Parts = { [Part in 'weights' | 'cell' | 'dac' | 'tile' | 'read' | 'adc']?: Partial<AnalogChip[Part]> };

/** A perfect analog chip (8 bits, one shot, lossless) but for the parts given. */
export function analogChip(parts: Parts = {}): AnalogChip {
  return chipProfileSchema.parse({
    kind: 'analog',
    id: 'test',
    name: 'Test',
    description: 'A chip for tests.',
    weights: { bits: 8, encoding: 'differential', cellBits: 8, clip: 1, ...parts.weights },
    cell: {
      gMax: 2.5e-5,
      onOffRatio: null,
      grid: 'int16',
      programmingError: null,
      stuckOn: 0,
      stuckOff: 0,
      drift: null,
      ...parts.cell,
    },
    dac: { bits: 8, mode: 'one-shot', sliceBits: 1, range: 'vector', ...parts.dac },
    tile: { rows: 64, columns: 64, ...parts.tile },
    read: { outputNoise: 0, weightNoise: 0, ...parts.read },
    adc: { bits: 8, range: 'lossless', ...parts.adc },
    circuit: {
      node: 32,
      supply: 0.9,
      readVoltage: 0.2,
      readPulse: 1e-8,
      adcLaw: 'isaac',
      adcScale: 1,
      adcRate: 1e8,
      columnsPerAdc: 1,
      arrays: 100,
      leakage: 0,
      writeEnergy: 1e-12,
    },
  }) as AnalogChip;
}

export function digitalChip(): DigitalChip {
  const { circuit, tile } = analogChip();
  const { node, supply, readPulse, arrays, leakage, writeEnergy } = circuit;
  return {
    kind: 'digital',
    id: 'test-digital',
    name: 'Test',
    description: 'A digital chip for tests.',
    weights: { bits: 8, clip: 1 },
    dac: { bits: 8, range: 'vector' },
    tile,
    circuit: { node, supply, readPulse, arrays, leakage, writeEnergy, macEnergy: 1e-13 },
  };
}

export function gaussianTensor(shape: readonly number[], seed: number): Tensor {
  const tensor = zeros(shape);
  fillGaussian(seed, tensor.data);
  return tensor;
}

export function linearLayer(inputs: number, outputs: number, seed: number, name = 'unet.test'): MatrixLayer {
  const weight = gaussianTensor([outputs, inputs], seed).data;
  const bias = gaussianTensor([outputs], seed + 1).data;
  return { name, weight, bias, outputs, inputs, conv: null };
}

export function convLayer(
  channels: number,
  outputs: number,
  kernel: number,
  stride: number,
  seed: number,
): MatrixLayer {
  const side = (kernel - 1) / 2;
  return {
    ...linearLayer(kernel * kernel * channels, outputs, seed),
    conv: { kernel, stride, pad: { top: side, left: side, bottom: side, right: side } },
  };
}

type EngineOptions = Partial<ChipEngineOptions> & { readonly chipSeed?: number; readonly age?: number };

/** An engine on a chip of its own, which goes when the engine is closed. */
export function engineOn(
  pool: KernelPool,
  profile: AnalogChip | DigitalChip,
  { chipSeed = 1, age = 0, ...options }: EngineOptions = {},
) {
  const chip = makeChip(pool, profile, chipSeed, age);
  const engine = createChipEngine({
    pool,
    chip,
    plan: ownBits,
    pictureSeed: 1,
    calibration: null,
    meter: NO_METER,
    digital: new ExactEngine(pool, NO_METER),
    ...options,
  });
  return { ...engine, close: () => chip.close() };
}

/** What one product of a layer gives on a chip. */
export function applyOn(
  pool: KernelPool,
  profile: AnalogChip | DigitalChip,
  layer: MatrixLayer,
  x: Tensor,
  options: EngineOptions = {},
): Float32Array {
  const engine = engineOn(pool, profile, options);
  try {
    return engine.apply(layer, x).data;
  } finally {
    engine.close();
  }
}

export const noDigital: MatrixEngine = {
  apply(layer) {
    throw new Error(`${layer.name} ran beside the chip`);
  },
};

/** Keeps the events of a run. */
export function recordingMeter(): Meter & { readonly events: [layer: string, events: ChipEvents][] } {
  const events: [string, ChipEvents][] = [];
  return { ...NO_METER, events, chip: (layer, event) => events.push([layer, event]) };
}

/** Root mean square of a - b over the root mean square of b, decibels: 20 log10. */
export function signalToNoise(test: Float32Array, reference: Float32Array): number {
  let signal = 0;
  let noise = 0;
  for (let i = 0; i < reference.length; i++) {
    signal += reference[i]! ** 2;
    noise += (test[i]! - reference[i]!) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviationOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(Array.from(values, (value) => (value - mean) ** 2)));
}
