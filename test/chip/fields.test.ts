import { expect, test } from 'vitest';
import { CHIP_STAGES, type ChipField, type ChipStage, chipFieldStage } from '../../src/shared/chip/chip-fields.ts';
import { type AnalogChip, chipProfileSchema, type DigitalChip } from '../../src/shared/chip/chip-profile.ts';
import type { Calibration } from '../../src/worker/chip/calibrate/calibration.ts';
import { planResolver } from '../../src/worker/chip/precision/plan.ts';
import { makeChip } from '../../src/worker/chip/program/physical-chip.ts';
import { programLayer } from '../../src/worker/chip/program/programming.ts';
import { quantizeWeights } from '../../src/worker/chip/quantize/quantize.ts';
import { createLayerConfigs } from '../../src/worker/chip/run/layer-config.ts';
import { createLedger } from '../../src/worker/energy/ledger.ts';
import { openReference } from '../../src/worker/kernels/reference.ts';
import { createLayerMatmuls } from '../../src/worker/tensor/matmul.ts';
import { analogChip, digitalChip, gaussianTensor, linearLayer, ownBits } from './builders.ts';

const base = analogChip({
  weights: { cellBits: 4 },
  cell: {
    onOffRatio: 100,
    programmingError: { polynomial: [0.5, 1], scale: 1 },
    stuckOn: 0.01,
    stuckOff: 0.01,
    drift: { t0: 20, nuMean: 0.05, nuStd: 0.01, compensation: 'global' },
  },
  adc: { bits: 8, range: 'full-scale' },
  read: { outputNoise: 0.3, weightNoise: 0.01 },
});
base.circuit.leakage = 0.1;
const serial = analogChip({ dac: { mode: 'bit-serial', sliceBits: 1 } });
const calibrated = analogChip({ dac: { range: 'calibrated' } });
const digital = digitalChip();

interface Turn {
  readonly to: unknown;
  /** Where the figure matters; `base` if left out. */
  readonly on?: AnalogChip | DigitalChip;
}

/** Another value of every figure. */
const turns: Readonly<Record<ChipField, Turn>> = {
  weights_bits: { to: 6 },
  weights_encoding: { to: 'offset' },
  weights_cellBits: { to: 2 },
  weights_clip: { to: 0.7 },
  cell_gMax: { to: 1e-5 },
  cell_onOffRatio: { to: 50 },
  cell_grid: { to: 'int8' },
  cell_programmingError_scale: { to: 2 },
  cell_programmingError_polynomial: { to: [1, 1] },
  cell_stuckOn: { to: 0.1 },
  cell_stuckOff: { to: 0.1 },
  cell_drift_t0: { to: 40 },
  cell_drift_nuMean: { to: 0.1 },
  cell_drift_nuStd: { to: 0.05 },
  cell_drift_compensation: { to: 'column' },
  dac_bits: { to: 6 },
  dac_mode: { to: 'bit-serial' },
  dac_drive: { to: 'pulse-width' },
  dac_sliceBits: { to: 2, on: serial },
  dac_range: { to: 'vector', on: calibrated },
  tile_rows: { to: 32 },
  tile_columns: { to: 8 },
  read_outputNoise: { to: 0.5 },
  read_weightNoise: { to: 0.02 },
  adc_bits: { to: 7 },
  adc_minBits: { to: 8 },
  adc_range: { to: 'lossless' },
  circuit_node: { to: 65 },
  circuit_supply: { to: 1.1 },
  circuit_readVoltage: { to: 0.3 },
  circuit_readPulse: { to: 2e-8 },
  circuit_adcLaw: { to: 'linear' },
  circuit_adcScale: { to: 2 },
  circuit_adcRate: { to: 1e7 },
  circuit_columnsPerAdc: { to: 64 },
  circuit_arrays: { to: 1e6 },
  circuit_leakage: { to: 1 },
  circuit_writeEnergy: { to: 2e-12 },
  circuit_macEnergy: { to: 2e-13, on: digital },
};

const pool = openReference();
const layer = linearLayer(48, 24, 1);
const product = createLayerMatmuls()(layer, gaussianTensor([4, 48], 2));
const precision = { digital: false, inputBits: 8, weightBits: 8, adcBits: 6 };
const fewAdcBits = { default: { adcBits: 6 }, overrides: [] };
const calibration: Calibration = {
  version: 2,
  key: '',
  layers: { [layer.name]: { text: { ranges: [7, 6, 5, 4, 3, 2, 1], sums: [] } } },
};

/** What each stage makes of a profile, at one precision. */
function stagesOf(profile: AnalogChip | DigitalChip): Record<ChipStage, unknown> {
  const chip = makeChip(pool, profile, 1, 1e6);
  const weights = quantizeWeights(
    layer.weight,
    layer.outputs,
    precision.weightBits,
    chip.spec.weights.clip,
    layer.name,
  );
  const { crossbar, grid, columnScale, readGain } = programLayer(chip.spec, layer.name, weights, 8, 1, 1e6);
  const config = createLayerConfigs(chip, calibration)(layer, precision, 'text');
  const ledger = createLedger({ chip: profile });
  const conductionSum = 1000 * config.conductionUnit;
  ledger.meter.chip(layer.name, { ...config.eventsOf(product, 4 * 48), clipped: 0, conductionSum });
  return {
    precision: [planResolver(ownBits, profile)('unet.x', null), planResolver(fewAdcBits, profile)('unet.x', null)],
    cells: [crossbar.sliceCells, grid, columnScale, readGain],
    input: [config.slicing, config.range, config.conduction?.driveEnergy],
    converter: [config.codes, config.noise, crossbar.tileRows],
    energy: ledger.report({ weightBytes: 0, seconds: 1, machine: { joules: null, how: 'not measured' } }),
  };
}

function turned(profile: AnalogChip | DigitalChip, field: ChipField, to: unknown): AnalogChip | DigitalChip {
  const copy = structuredClone(profile);
  const path = field.split('_');
  const last = path.pop()!;
  let at = copy as unknown as Record<string, unknown>;
  for (const key of path) at = at[key] as Record<string, unknown>;
  at[last] = to;
  return chipProfileSchema.parse(copy) as AnalogChip | DigitalChip;
}

test.each(Object.entries(turns) as [ChipField, Turn][])('%s decides the stage that the list says', (field, turn) => {
  const profile = turn.on ?? base;
  const before = stagesOf(profile);
  const after = stagesOf(turned(profile, field, turn.to));
  const decided = CHIP_STAGES.find((stage) => JSON.stringify(before[stage]) !== JSON.stringify(after[stage]));
  expect(decided).toBe(chipFieldStage[field]);
});
