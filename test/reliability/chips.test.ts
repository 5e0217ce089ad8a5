import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import { type AnalogChip, chipProfileSchema, type DigitalChip } from '../../src/shared/chip/chip-profile.ts';
import { precisionPlanSchema } from '../../src/shared/chip/precision-plan.ts';
import { energyReportSchema } from '../../src/shared/energy/energy-report.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { parseChip } from '../../src/shared/formats/parse-chip.ts';
import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { cellLayout } from '../../src/worker/chip/program/cells.ts';
import { expectedConductance } from '../../src/worker/chip/program/expected-conductance.ts';
import { createLedger } from '../../src/worker/energy/ledger.ts';
import { createEstimates } from '../../src/worker/estimate/estimates.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { analogChip, applyOn, digitalChip, gaussianTensor, linearLayer, ownBits } from '../chip/builders.ts';
import { draft } from '../estimate/drafts.ts';
import { fixture } from '../golden/read-golden.ts';
import { group, rounds } from './tally.ts';

const chips = group('chips and plans');

type Chip = AnalogChip | DigitalChip;

/** Every number of a schema, by its path. */
function numbersOf(schema: z.ZodType, path = ''): [path: string, schema: z.ZodNumber][] {
  if (schema instanceof z.ZodNumber) return [[path, schema]];
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([key, part]) => numbersOf(part as z.ZodType, `${path}.${key}`));
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return numbersOf(schema.unwrap() as z.ZodType, path);
  }
  if (schema instanceof z.ZodArray) return numbersOf(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodTuple) {
    return schema.def.items.flatMap((item, i) => numbersOf(item as z.ZodType, `${path}[${i}]`));
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option, i) => numbersOf(option as z.ZodType, `${path}<${i}>`));
  }
  return [];
}

/** Values of a schema, with numbers often at an end of their range, otherwise spread over the orders of magnitude. */
function valuesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodNumber) return numbersWithin(schema);
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>;
    const values = Object.fromEntries(Object.entries(shape).map(([key, part]) => [key, valuesOf(part)]));
    return fc.record(values, {
      requiredKeys: Object.keys(shape).filter((key) => !(shape[key] instanceof z.ZodExactOptional)),
    });
  }
  if (schema instanceof z.ZodNullable) return fc.option(valuesOf(schema.unwrap() as z.ZodType), { nil: null });
  if (schema instanceof z.ZodExactOptional) return valuesOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodOptional) return fc.option(valuesOf(schema.unwrap() as z.ZodType), { nil: undefined });
  if (schema instanceof z.ZodArray) {
    return fc.array(valuesOf(schema.element as z.ZodType), { minLength: 1, maxLength: 6 });
  }
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodString) return fc.constant('x');
  throw new TypeError(`no values of ${schema.constructor.name}`);
}

function numbersWithin(schema: z.ZodNumber): fc.Arbitrary<number> {
  const [least, most] = [schema.minValue!, schema.maxValue!];
  if (schema.isInt) return fc.oneof(fc.constantFrom(least, most), fc.integer({ min: least, max: most }));
  const between = fc.double({ min: least, max: most, noNaN: true });
  const positive = Math.max(least, most * 1e-20);
  const magnitudes = fc
    .double({ min: Math.log(positive), max: Math.log(most), noNaN: true })
    .map((x) => Math.min(Math.max(Math.exp(x), least), most));
  return fc.oneof(fc.constantFrom(least, most), between, magnitudes);
}

const [, digital, analog] = chipProfileSchema.options;

/** Any profile that the schema accepts. */
const profiles: fc.Arbitrary<Chip> = fc
  .oneof(
    { arbitrary: valuesOf(digital), weight: 1 },
    {
      arbitrary: valuesOf(analog).map((chip) => {
        // Two rules between fields that random profiles hardly ever satisfy.
        const { weights, cell } = chip as AnalogChip;
        const cellBits = Math.min(weights.cellBits, weights.bits);
        const stuckOff = Math.min(cell.stuckOff, 1 - cell.stuckOn);
        return { ...(chip as AnalogChip), weights: { ...weights, cellBits }, cell: { ...cell, stuckOff } };
      }),
      weight: 4,
    },
  )
  .map((chip) => chipProfileSchema.safeParse(chip).data)
  .filter((chip): chip is Chip => chip !== undefined && chip.kind !== 'exact');

const ages = fc.oneof(fc.constantFrom(0, 1e10), fc.double({ min: 0, max: 1e10, noNaN: true }));

/** Every number in it is finite and none is negative. */
function expectSane(value: unknown): void {
  if (typeof value === 'number') {
    if (!(value >= 0 && value < Infinity)) expect.unreachable(`${value}`);
  } else if (value && typeof value === 'object') for (const part of Object.values(value)) expectSane(part);
}

/** The result, or null where the chip is refused with a proper error. */
function unlessRefused<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OhmbrushError) || error.code !== 'bad-chip') throw error;
    return null;
  }
}

test('every number of a chip and of a plan has a least and a largest value', () => {
  const unbounded = [...numbersOf(chipProfileSchema), ...numbersOf(precisionPlanSchema)].filter(
    ([, schema]) =>
      !(Number.isFinite(schema.minValue) && Number.isFinite(schema.maxValue)) ||
      Math.abs(schema.maxValue!) >= Number.MAX_SAFE_INTEGER,
  );
  expect(numbersOf(chipProfileSchema).length).toBeGreaterThan(40);
  expect(unbounded.map(([path]) => path)).toEqual([]);
});

describe('a chip that the schema accepts', () => {
  const estimates = createEstimates();
  const pool = createKernelPool({ backend: 'reference', threads: 1 });
  const precision = { name: 'none', plan: ownBits };

  test('is estimated in finite joules', () => {
    fc.assert(
      fc.property(profiles, ages, (chip, age) =>
        chips.attempt(() => {
          const job = draft({ model: { id: 'tiny' }, chip, precision, width: 16, height: 16, age });
          const [estimate] = estimates.of(
            { modelId: 'tiny', modelFolder: fixture('networks/model'), drafts: [job] },
            () => {},
          );
          expectSane(estimate);
          expect(estimate!.joules).toBeGreaterThanOrEqual(estimate!.low * (1 - 1e-9));
          expect(estimate!.joules).toBeLessThanOrEqual(estimate!.high * (1 + 1e-9));
        }),
      ),
      { numRuns: rounds(150, 3000) },
    );
  });

  test('computes finite products with finite conductances, metered in finite joules', () => {
    const layer = linearLayer(150, 7, 1);
    const x = gaussianTensor([3, 150], 5);
    fc.assert(
      fc.property(profiles, ages, (chip, age) =>
        chips.attempt(() => {
          if (chip.kind === 'analog') {
            expectSane([...expectedConductance(chip.cell, cellLayout(chip.weights, chip.weights.bits), age)]);
          }
          const ledger = createLedger({ chip });
          ledger.beginPhase('step', 0);
          const product = unlessRefused(() => applyOn(pool, chip, layer, x, { age, meter: ledger.meter }));
          if (product === null) return;
          expect(product.every(Number.isFinite)).toBe(true);
          const machine = { joules: null, how: 'unknown' };
          const report = ledger.report({ seconds: 1, weightBytes: 1, machine });
          expectSane(report);
          energyReportSchema.parse(report);
        }),
      ),
      { numRuns: rounds(150, 3000) },
    );
  });
});

test('the chips that ship and those of the tests are accepted as they are', () => {
  const folder = new URL('../../resources/chips/', import.meta.url);
  for (const file of readdirSync(folder)) {
    const json = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    expect(parseChip(json, file)).toEqual(json);
  }
  parseChip(digitalChip(), 'digital');
});

describe('nonsense is refused by its field, what comes after is served', () => {
  let engine: Engine;
  beforeAll(() => {
    engine = startEngine({ cacheFolder: null });
  });
  afterAll(() => engine.close());

  const good = analogChip();
  const modelFolder = fixture('networks/model');
  const job = (chip: Chip, age = 0): JobDraft =>
    draft({
      model: { id: 'tiny' },
      chip,
      precision: { name: 'none', plan: ownBits },
      width: 16,
      height: 16,
      steps: 1,
      age,
    });
  const paint = (chip: Chip, age = 0) =>
    engine.paint({ draft: job(chip, age), modelFolder, backend: 'reference', threads: 1, previews: false });

  test.each<[string, Chip]>([
    ['circuit.node', { ...good, circuit: { ...good.circuit, node: 1e308 } }],
    ['circuit.adcRate', { ...good, circuit: { ...good.circuit, adcRate: 1e-300 } }],
    ['circuit.arrays', { ...good, circuit: { ...good.circuit, arrays: 1e15 } }],
    ['cell.gMax', { ...good, cell: { ...good.cell, gMax: 1e-320 } }],
    ['cell.onOffRatio', { ...good, cell: { ...good.cell, onOffRatio: 1 + 2 ** -52 } }],
    [
      'cell.programmingError.polynomial.1',
      { ...good, cell: { ...good.cell, programmingError: { polynomial: [1, 1e308], scale: 1 } } },
    ],
    [
      'cell.drift.t0',
      { ...good, cell: { ...good.cell, drift: { t0: 5e-324, nuMean: 0, nuStd: 0, compensation: 'global' } } },
    ],
  ])('%s', async (field, chip) => {
    const refusal = { code: 'bad-chip', message: expect.stringContaining(`${field}: `) };
    await expect(paint(chip)).rejects.toMatchObject(refusal);
    await expect(engine.estimate({ modelId: 'tiny', modelFolder, drafts: [job(chip)] })).rejects.toMatchObject(refusal);
    expect((await paint(good)).pixels.width).toBe(16);
  });

  test('cells that have drifted away', async () => {
    const drift = { t0: 1e-9, nuMean: 1, nuStd: 0, compensation: 'global' } as const;
    const faded = analogChip({ cell: { drift } });
    await expect(paint(faded, 1e10)).rejects.toMatchObject({ code: 'bad-chip', message: /conduct less/ });
    expect((await paint(faded, 0)).pixels.width).toBe(16);
  });
});
