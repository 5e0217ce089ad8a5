import { describe, expect, test } from 'vitest';
import type { AnalogChip, ChipProfile, DigitalChip } from '../../src/shared/chip/chip-profile.ts';
import { chipProfileSchema } from '../../src/shared/chip/chip-profile.ts';
import {
  ENERGY_COMPONENTS,
  type EnergyComponent,
  type EnergyComponents,
  energyReportSchema,
} from '../../src/shared/energy/energy-report.ts';
import { energyPerConversion } from '../../src/worker/energy/adc-laws.ts';
import { CONSTANTS } from '../../src/worker/energy/constants.ts';
import type { ChipEvents } from '../../src/worker/energy/events.ts';
import { createLedger, NO_LAYER } from '../../src/worker/energy/ledger.ts';
import { repeatedMeter } from '../../src/worker/energy/repeated-meter.ts';

const analog = chipProfileSchema.parse({
  kind: 'analog',
  id: 'test-analog',
  name: 'Test',
  description: 'Round numbers',
  weights: { bits: 8, encoding: 'differential', cellBits: 8, clip: 1 },
  cell: { gMax: 20e-6, onOffRatio: null, grid: 'int8', programmingError: null, stuckOn: 0, stuckOff: 0, drift: null },
  dac: { bits: 8, mode: 'one-shot', sliceBits: 1, range: 'vector' },
  tile: { rows: 128, columns: 128 },
  read: { outputNoise: 0, weightNoise: 0 },
  adc: { bits: 8, range: 'full-scale' },
  circuit: {
    node: 32,
    supply: 0.9,
    readVoltage: 0.2,
    readPulse: 10e-9,
    adcLaw: 'isaac',
    adcScale: 1,
    adcRate: 1e9,
    columnsPerAdc: 100,
    arrays: 10,
    leakage: 0.5,
    writeEnergy: 30e-12,
  },
}) as AnalogChip;

const digital = chipProfileSchema.parse({
  kind: 'digital',
  id: 'test-digital',
  name: 'Test',
  description: 'Round numbers',
  weights: { bits: 8, clip: 1 },
  dac: { bits: 8, range: 'vector' },
  tile: { rows: 128, columns: 128 },
  circuit: {
    node: 28,
    supply: 0.9,
    readPulse: 8e-9,
    arrays: 10,
    leakage: 0.1,
    writeEnergy: 1e-15,
    macEnergy: 50e-15,
  },
}) as DigitalChip;

const exact: ChipProfile = { kind: 'exact', id: 'exact', name: 'Exact', description: 'No chip' };

const nothing: ChipEvents = {
  macs: 0,
  rowDrives: 0,
  driveBits: 8,
  cellReads: 0,
  conductionSum: 0,
  conversions: 0,
  clipped: 0,
  adcBits: 8,
  shiftAdds: 0,
  bufferReadBytes: 0,
  bufferWriteBytes: 0,
  networkBytes: 0,
  readCycles: 0,
  crossbars: 1,
  cells: 0,
};

const everything: ChipEvents = {
  ...nothing,
  macs: 1e6,
  rowDrives: 1e4,
  cellReads: 2e6,
  conductionSum: 5e5,
  conversions: 8e3,
  clipped: 80,
  shiftAdds: 8e3,
  bufferReadBytes: 1e4,
  bufferWriteBytes: 4e4,
  networkBytes: 4e4,
  readCycles: 64,
  crossbars: 3,
  cells: 32768,
};

const measured = { seconds: 2, weightBytes: 1e6, machine: { joules: null, how: 'no counters' } };

const total = (components: EnergyComponents) =>
  ENERGY_COMPONENTS.reduce((sum, component) => sum + components[component], 0);

function moved(chip: ChipProfile, record: (ledger: ReturnType<typeof createLedger>) => void): EnergyComponent[] {
  const ledger = createLedger({ chip });
  record(ledger);
  const { components } = ledger.report(measured);
  return ENERGY_COMPONENTS.filter((component) => components[component] > 0);
}

describe('each event moves its own component', () => {
  const cases: [keyof ChipEvents, EnergyComponent][] = [
    ['rowDrives', 'dac'],
    ['conductionSum', 'array'],
    ['conversions', 'adc'],
    ['shiftAdds', 'shiftAdd'],
    ['bufferReadBytes', 'buffers'],
    ['bufferWriteBytes', 'buffers'],
    ['networkBytes', 'interconnect'],
    ['readCycles', 'leakage'],
  ];
  test.each(cases)('%s -> %s', (event, component) => {
    expect(moved(analog, ({ meter }) => meter.chip('a', { ...nothing, [event]: 1000 }))).toEqual([component]);
  });

  test('digital work, its SRAM traffic and DRAM also take time, which leaks', () => {
    expect(moved(analog, ({ meter }) => meter.digital('norm', 'a', 1000, 0))).toEqual(['digital', 'leakage']);
    expect(moved(analog, ({ meter }) => meter.digital('norm', 'a', 0, 1000))).toEqual(['digital', 'leakage']);
    expect(moved(analog, ({ meter }) => meter.dram(1000))).toEqual(['dram', 'leakage']);
  });

  test('clipped conversions and cells cost nothing by themselves', () => {
    expect(
      moved(analog, ({ meter }) => meter.chip('a', { ...nothing, clipped: 5, cells: 500, cellReads: 500 })),
    ).toEqual([]);
  });
});

describe('the price of an event', () => {
  function components(chip: ChipProfile, events: Partial<ChipEvents>): EnergyComponents {
    const ledger = createLedger({ chip });
    ledger.meter.chip('a', { ...nothing, ...events });
    return ledger.report(measured).components;
  }

  test('array: V^2 * G * t per fully conducting cell', () => {
    expect(components(analog, { conductionSum: 1 }).array).toBeCloseTo(0.2 ** 2 * 20e-6 * 10e-9, 25);
  });

  test('conversions: the law of the profile, its scale and the bits of the event', () => {
    const circuit = { ...analog.circuit, adcLaw: 'zigzag' as const, adcScale: 2 };
    const joules = components({ ...analog, circuit }, { conversions: 10, adcBits: 6 }).adc;
    expect(joules).toBeCloseTo(10 * 2 * energyPerConversion('zigzag', 6, circuit, 1e9), 20);
    expect(joules).toBeLessThan(components({ ...analog, circuit }, { conversions: 10, adcBits: 8 }).adc);
  });

  test('drives: one bit switches the row; eight bits in one shot also time the pulse', () => {
    const one = components(analog, { rowDrives: 1, driveBits: 1 }).dac;
    const eight = components(analog, { rowDrives: 1, driveBits: 8 }).dac;
    const seven = components(analog, { rowDrives: 1, driveBits: 7 }).dac;
    expect(one).toBeCloseTo(0.391e-12, 18);
    expect(eight - one).toBeCloseTo(2 * (seven - one), 20);
    expect(eight).toBeGreaterThan(one);
  });

  test('constants are scaled to the node and supply of the chip', () => {
    const small = { ...analog, circuit: { ...analog.circuit, node: 16, supply: 0.45 } };
    expect(components(small, { shiftAdds: 1000 }).shiftAdd).toBeCloseTo(
      components(analog, { shiftAdds: 1000 }).shiftAdd / 8,
      20,
    );
  });

  test('a network of more tiles has longer ways', () => {
    const large = { ...analog, circuit: { ...analog.circuit, arrays: 96 * 100 } };
    expect(components(large, { networkBytes: 1 }).interconnect).toBeCloseTo(8 * (0.054 + 5 * 0.081) * 1e-12, 18);
  });

  test('digital chip: its own energy per multiply-accumulate, in proportion to the bits, and no conversions', () => {
    const full = components(digital, { macs: 1000, cellReads: 8000, driveBits: 8 });
    expect(full.array).toBeCloseTo(1000 * 50e-15, 20);
    expect(components(digital, { macs: 1000, rowDrives: 1000, conversions: 1000 })).toMatchObject({ dac: 0, adc: 0 });
    const half = components(digital, { macs: 1000, cellReads: 4000, driveBits: 8 });
    const quarter = components(digital, { macs: 1000, cellReads: 4000, driveBits: 4 });
    expect(half.array).toBeCloseTo(full.array / 2, 20);
    expect(quarter.array).toBeCloseTo(full.array / 4, 20);
  });
});

describe('sums', () => {
  function paint() {
    const ledger = createLedger({ chip: analog });
    ledger.beginPhase('text');
    ledger.meter.chip('text_encoder.fc1', everything);
    ledger.meter.dram(5000);
    ledger.meter.dram(7000, 'text_encoder.fc1');
    for (let step = 0; step < 3; step++) {
      ledger.beginPhase('step', step);
      ledger.meter.chip('unet.a', { ...everything, cells: 1000, crossbars: 2 });
      ledger.meter.chip('unet.b', { ...everything, conversions: 4000 * (step + 1) });
      ledger.meter.digital('norm', 'unet.norm', 1e5, 1e5);
      ledger.meter.digital('sampler', null, 1e3, 1e3);
    }
    ledger.beginPhase('decode');
    ledger.meter.digital('matmul', 'vae.conv_out', 2e6, 1e4);
    return ledger;
  }

  test('phases, layers and components each sum to the total', () => {
    const ledger = paint();
    const report = energyReportSchema.parse(ledger.report(measured));
    const near = (value: number) => expect(value / report.joules).toBeCloseTo(1, 10);
    near(total(report.components));
    near(total(report.setup) + total(report.decode) + report.steps.reduce((sum, step) => sum + total(step), 0));
    near(Object.values(report.layers).reduce((sum, layer) => sum + total(layer), 0));
    near(ledger.soFar().joules);
    for (const component of ENERGY_COMPONENTS) {
      const byLayer = Object.values(report.layers).reduce((sum, layer) => sum + layer[component], 0);
      expect(byLayer).toBeCloseTo(report.components[component], 15);
    }
    expect(Object.keys(report.layers).sort()).toEqual(
      [NO_LAYER, 'text_encoder.fc1', 'unet.a', 'unet.b', 'unet.norm', 'vae.conv_out'].sort(),
    );
  });

  test('work is booked in the phase it was done in', () => {
    const report = paint().report(measured);
    expect(report.steps).toHaveLength(3);
    expect(report.steps[2]!.adc).toBeGreaterThan(report.steps[0]!.adc);
    expect(report.setup.dram).toBeCloseTo(12000 * 64e-12, 15);
    expect(report.layers['text_encoder.fc1']!.dram).toBeCloseTo(7000 * 64e-12, 15);
    expect(report.steps.every((step) => step.dram === 0)).toBe(true);
    expect(report.decode.adc).toBe(0);
    expect(report.decode.digital).toBeGreaterThan(0);
  });

  test('counters: multiply-accumulates, conversions, clipped', () => {
    const report = paint().report(measured);
    expect(report.macs).toEqual({ chip: 7e6, digital: 1e6 });
    expect(report.adc).toEqual({ conversions: 8e3 + 3 * 8e3 + 4e3 + 8e3 + 12e3, clipped: 7 * 80, law: 'isaac' });
  });

  test('work booked three times at once is booked three times, in as many cells', () => {
    const work = ({ chip, digital, dram }: ReturnType<typeof createLedger>['meter']) => {
      chip('unet.a', everything);
      digital('norm', 'unet.a', 1e5, 1e6);
      dram(1e4, 'unet.b');
    };
    const [single, together] = [createLedger({ chip: analog }), createLedger({ chip: analog })];
    for (let i = 0; i < 3; i++) work(single.meter);
    work(repeatedMeter(together.meter, 3));
    const [apart, atOnce] = [single.report(measured), together.report(measured)];
    for (const component of ENERGY_COMPONENTS) {
      expect(atOnce.components[component] / apart.components[component], component).toBeCloseTo(1, 12);
    }
    expect(atOnce.programming).toEqual(apart.programming);
    expect(atOnce.macs).toEqual(apart.macs);
    expect(atOnce.adc).toEqual(apart.adc);
  });

  test('a step begun twice goes on where it was', () => {
    const ledger = createLedger({ chip: analog });
    for (const step of [0, 1, 0]) {
      ledger.beginPhase('step', step);
      ledger.meter.chip('a', { ...nothing, conversions: 10 });
    }
    const { steps } = ledger.report(measured);
    expect(steps).toHaveLength(2);
    expect(steps[0]!.adc).toBeCloseTo(2 * steps[1]!.adc, 20);
  });
});

describe('programming', () => {
  test('is paid once per layer, kept apart from the picture and shared among its pictures', () => {
    const ledger = createLedger({ chip: analog, picturesPerLoad: 50 });
    for (let step = 0; step < 4; step++) {
      ledger.beginPhase('step', step);
      ledger.meter.chip('a', { ...nothing, cells: 1000 });
      ledger.meter.chip('b', { ...nothing, cells: 500 });
    }
    const report = ledger.report(measured);
    // 30 pJ a cell, and its 4 bits from DRAM: a pair of cells holds 8.
    const expected = 1500 * (30e-12 + 4 * 8e-12);
    expect(report.programming.cells).toBe(1500);
    expect(report.programming.joules).toBeCloseTo(expected, 18);
    expect(report.programming.amortizedOver).toBe(50);
    expect(report.programming.joulesPerPicture).toBeCloseTo(expected / 50, 20);
    expect(report.joules).toBe(0);
  });

  test('a layer held at two precisions occupies cells twice', () => {
    const ledger = createLedger({ chip: analog });
    ledger.meter.chip('a', { ...nothing, cells: 1000 });
    ledger.meter.chip('a', { ...nothing, cells: 500 });
    ledger.meter.chip('a', { ...nothing, cells: 1000 });
    expect(ledger.report(measured).programming.cells).toBe(1500);
  });
});

describe('time', () => {
  function seconds(chip: ChipProfile, readCycles: number): number {
    const ledger = createLedger({ chip });
    ledger.meter.chip('a', { ...nothing, readCycles });
    return ledger.report(measured).chipSeconds;
  }

  test('a cycle lasts as long as the slower of pulse and shared conversions', () => {
    expect(seconds(analog, 5)).toBeCloseTo(5 * 100e-9, 15);
    expect(seconds({ ...analog, circuit: { ...analog.circuit, columnsPerAdc: 1 } }, 5)).toBeCloseTo(5 * 10e-9, 15);
    expect(seconds(digital, 5)).toBeCloseTo(5 * 8e-9, 15);
  });

  test('leakage is static power times that, on every chip that the model needs', () => {
    const ledger = createLedger({ chip: analog });
    ledger.meter.chip('a', { ...nothing, readCycles: 1000, crossbars: 6, cells: 1 });
    expect(ledger.report(measured).components.leakage).toBeCloseTo(0.5 * 1e-4, 12);
    ledger.meter.chip('b', { ...nothing, crossbars: 6, cells: 1 });
    expect(ledger.report(measured).components.leakage).toBeCloseTo(2 * 0.5 * 1e-4, 12);
  });
});

describe('uncertainty', () => {
  function spread(events: Partial<ChipEvents>): { low: number; high: number } {
    const ledger = createLedger({ chip: analog });
    ledger.meter.chip('a', { ...nothing, ...events });
    const { joules, uncertainty } = ledger.report(measured);
    return { low: uncertainty.low / joules, high: uncertainty.high / joules };
  }

  test('the figure lies between low and high', () => {
    const { low, high } = spread(everything);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
  });

  test('of conversions alone it is the spread of published converters', () => {
    const { low, high } = spread({ conversions: 100 });
    expect(low).toBeCloseTo(CONSTANTS.adcSpread.low, 9);
    expect(high).toBeCloseTo(CONSTANTS.adcSpread.high, 9);
  });

  test('of the array alone it is small', () => {
    expect(spread({ conductionSum: 100 }).high).toBeCloseTo(1.07, 9);
  });

  test('of leakage it is the span of a figure of the profile', () => {
    expect(spread({ readCycles: 100 }).high).toBeCloseTo(CONSTANTS.profileFigure.high, 9);
  });

  test('without events it is zero', () => {
    const { uncertainty, joules } = createLedger({ chip: analog }).report(measured);
    expect([joules, uncertainty.low, uncertainty.high]).toEqual([0, 0, 0]);
  });
});

describe('the exact profile', () => {
  test('pays for float32 arithmetic and for its weights, and says so', () => {
    const ledger = createLedger({ chip: exact });
    ledger.beginPhase('step', 0);
    ledger.meter.digital('matmul', 'unet.a', 2e6, 1e4);
    ledger.meter.dram(4e6);
    const report = ledger.report(measured);
    const scaled = (32 / 45) * 1e-12;
    expect(report.components.digital).toBeCloseTo(2e6 * 2.3 * scaled + 1e4 * 2.5 * scaled, 15);
    expect(report.components.dram).toBeCloseTo(4e6 * 8 * 8e-12, 12);
    expect(report.components.leakage).toBe(0);
    expect(report.programming.joules).toBe(0);
    expect(report.uncertainty.why).toContain('no chip');
    expect(report.macs).toEqual({ chip: 0, digital: 1e6 });
  });

  test('refuses events of a chip', () => {
    expect(() => createLedger({ chip: exact }).meter.chip('unet.a', everything)).toThrow(/unet\.a.*exact/);
  });
});

describe('baselines', () => {
  test('the idealised GPU counts operations on and beside the chip, and the weights it fetches', () => {
    const ledger = createLedger({ chip: analog });
    ledger.meter.chip('a', { ...nothing, macs: 1e9 });
    ledger.meter.digital('norm', 'a', 1e6, 0);
    const { gpu } = ledger.report(measured).baselines;
    expect(gpu!.joules).toBeCloseTo((2e9 + 1e6) * 0.7075e-12 + 1e6 * 8 * 3.9e-12, 9);
    expect(gpu!.how).toContain('idealised');
  });

  test('this machine: measured joules, or none and the reason', () => {
    const ledger = createLedger({ chip: analog });
    expect(ledger.report(measured).baselines.machine).toEqual({
      joules: null,
      how: '2.0 s on this machine; no counters',
    });
    const metered = { ...measured, machine: { joules: 42, how: 'RAPL' } };
    expect(ledger.report(metered).baselines.machine!.joules).toBe(42);
  });
});
