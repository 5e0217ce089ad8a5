import type { AnalogChip } from '../../src/shared/chip/chip-profile.ts';
import { createLedger } from '../../src/worker/energy/ledger.ts';

/**
 * Published compute-in-memory macros, fed to the ledger as one matrix-vector product of a whole array. What the papers
 * do not say is assumed and noted. Buffers, network, digital work and leakage are left out, as in the papers' macro
 * figures.
 */
export interface PublishedMacro {
  readonly name: string;
  readonly published: number;
  readonly unit: 'TOPS/W' | 'pJ/MAC';
  readonly assumed: string;
  /** Whether the published figure lies within the model's uncertainty; if not, why. */
  readonly met: true | string;
  readonly circuit: Pick<AnalogChip['circuit'], 'node' | 'supply' | 'readVoltage' | 'readPulse' | 'adcLaw' | 'adcRate'>;
  readonly gMax: number;
  /** Of one product of the array. */
  readonly events: {
    readonly macs: number;
    readonly rowDrives: number;
    readonly driveBits: number;
    readonly conversions: number;
    readonly adcBits: number;
    /** Fraction of full energy that a cell takes in a read, times cells times reads. */
    readonly conductionSum: number;
  };
}

const neurram = {
  circuit: { node: 130, supply: 1.8, readVoltage: 0.5, readPulse: 1e-8, adcLaw: 'isaac', adcRate: 1e6 },
  gMax: 4e-5,
  met: 'too much energy: the row drivers of ISAAC, scaled from 32 to 130 nm, cost more than those of this chip; it also senses voltage, so no current flows once a column has settled',
  assumed: 'pairs of rows, one pulse per magnitude bit of 10 ns at 0.5 V, half the rows driven, mean conductance 0.3',
} as const;

function neurramEvents(pulses: number, adcBits: number): PublishedMacro['events'] {
  return {
    macs: 128 * 256,
    rowDrives: 256 * pulses,
    driveBits: 1,
    conversions: 256,
    adcBits,
    conductionSum: 256 * 256 * pulses * 0.5 * 0.3,
  };
}

export const PUBLISHED_MACROS: readonly PublishedMacro[] = [
  {
    name: 'ISAAC, 8 b x 8 b, arrays and converters',
    published: 0.58,
    unit: 'pJ/MAC',
    met: true,
    assumed: 'array energy set to its 30 pJ per read; half the rows driven, mean conductance 0.5',
    circuit: { node: 32, supply: 0.9, readVoltage: 0.1, readPulse: 1e-7, adcLaw: 'isaac', adcRate: 1.2e9 },
    gMax: 7.324e-6,
    events: {
      macs: 128 * 32,
      rowDrives: 128 * 8,
      driveBits: 1,
      conversions: 128 * 8,
      adcBits: 8,
      conductionSum: 128 * 128 * 8 * 0.25,
    },
  },
  { name: 'NeuRRAM, 1 b in, 3 b out', published: 43.1, unit: 'TOPS/W', ...neurram, events: neurramEvents(1, 3) },
  { name: 'NeuRRAM, 6 b in, 8 b out', published: 8.3, unit: 'TOPS/W', ...neurram, events: neurramEvents(5, 8) },
  { name: 'NeuRRAM, 8 b in, 10 b out', published: 6.4, unit: 'TOPS/W', ...neurram, events: neurramEvents(7, 10) },
  {
    name: 'HERMES, 8 b, one phase (whole chip)',
    published: 9.76,
    unit: 'TOPS/W',
    met: 'too little energy: oscillator converters with a bias current all read long (some 50 pJ each if they took it all), current conveyors and the local digital unit are in the measured figure and in no law here',
    assumed: 'pulse width, 0.2 V, 25 uS a cell, two cells a weight, mean activation 0.5, mean conductance 0.3',
    circuit: { node: 14, supply: 0.8, readVoltage: 0.2, readPulse: 1.3e-7, adcLaw: 'accelergy', adcRate: 7.7e6 },
    gMax: 2.5e-5,
    events: {
      macs: 256 * 256,
      rowDrives: 256,
      driveBits: 8,
      conversions: 256,
      adcBits: 8,
      conductionSum: 2 * 256 * 256 * 0.5 * 0.3,
    },
  },
  {
    name: 'Jia, 1 b x 1 b, 0.85 V',
    published: 400,
    unit: 'TOPS/W',
    met: true,
    assumed: '768 rows, 1.2 fF a cell, a quarter of them switching',
    circuit: { node: 65, supply: 0.85, readVoltage: 0.85, readPulse: 1e-8, adcLaw: 'isaac', adcRate: 1e7 },
    gMax: 1.2e-7,
    events: {
      macs: 768 * 768,
      rowDrives: 768,
      driveBits: 1,
      conversions: 768,
      adcBits: 8,
      conductionSum: 768 * 768 * 0.25,
    },
  },
  {
    name: 'Sinangil, 4 b x 4 b',
    published: 351,
    unit: 'TOPS/W',
    met: true,
    assumed: '64 rows, 16 weights of four columns, one 4-bit conversion a weight; bit-line energy left out',
    circuit: { node: 7, supply: 0.8, readVoltage: 0, readPulse: 5e-9, adcLaw: 'accelergy', adcRate: 2e8 },
    gMax: 1e-6,
    events: { macs: 64 * 16, rowDrives: 64, driveBits: 4, conversions: 16, adcBits: 4, conductionSum: 0 },
  },
];

export interface Modelled {
  /** In the unit of the published figure, and the range of the ledger's uncertainty. */
  readonly value: number;
  readonly worst: number;
  readonly best: number;
  /** Share of the converters. */
  readonly adcShare: number;
}

export function modelMacro({ unit, circuit, gMax, events }: PublishedMacro): Modelled {
  const chip: AnalogChip = {
    kind: 'analog',
    id: 'published',
    name: 'Published',
    description: 'A published macro',
    weights: { bits: 8, encoding: 'differential', cellBits: 8, clip: 1 },
    cell: { gMax, onOffRatio: null, grid: 'int8', programmingError: null, stuckOn: 0, stuckOff: 0, drift: null },
    dac: { bits: 8, mode: 'one-shot', sliceBits: 1, range: 'vector' },
    tile: { rows: 128, columns: 128 },
    read: { outputNoise: 0, weightNoise: 0 },
    adc: { bits: events.adcBits, range: 'full-scale' },
    circuit: { ...circuit, adcScale: 1, columnsPerAdc: 1, arrays: 1, leakage: 0, writeEnergy: 0 },
  };
  const ledger = createLedger({ chip });
  const { conversions } = events;
  ledger.meter.chip('array', {
    ...events,
    shiftAdds: conversions,
    cellReads: 0,
    clipped: 0,
    bufferReadBytes: 0,
    bufferWriteBytes: 0,
    networkBytes: 0,
    readCycles: 1,
    crossbars: 1,
    cells: 0,
  });
  const nobody = { seconds: 0, weightBytes: 0, machine: { joules: null, how: '' } };
  const { joules, uncertainty, components } = ledger.report(nobody);
  const express = (energy: number) =>
    unit === 'pJ/MAC' ? (energy / events.macs) * 1e12 : (2 * events.macs) / energy / 1e12;
  return {
    value: express(joules),
    worst: express(uncertainty.high),
    best: express(uncertainty.low),
    adcShare: components.adc / joules,
  };
}
