import { z } from 'zod';

/** Where a joule goes. `leakage` covers static power while the chip is busy; `programming` is kept apart from the picture's total. */
export const ENERGY_COMPONENTS = [
  'dac',
  'array',
  'adc',
  'shiftAdd',
  'buffers',
  'interconnect',
  'digital',
  'dram',
  'leakage',
] as const;
export type EnergyComponent = (typeof ENERGY_COMPONENTS)[number];

const joules = z.number().min(0);
const componentsSchema = z.strictObject(
  Object.fromEntries(ENERGY_COMPONENTS.map((name) => [name, joules])) as Record<EnergyComponent, typeof joules>,
);
export type EnergyComponents = z.infer<typeof componentsSchema>;

export const energyReportSchema = z.strictObject({
  /** Sum of the components, joules, for one picture, without programming. */
  joules,
  components: componentsSchema,
  /** Joules per layer, diffusers' names. */
  layers: z.record(z.string(), componentsSchema),
  /** Joules per sampler step; text encoder and decoder are `setup` and `decode`. */
  steps: z.array(componentsSchema),
  setup: componentsSchema,
  decode: componentsSchema,
  /** Joules to write every cell once, and how many pictures share one load for the figure below. */
  programming: z.strictObject({ joules, cells: z.number(), amortizedOver: z.number(), joulesPerPicture: joules }),
  /** Seconds the modelled chip would need for the picture. */
  chipSeconds: z.number().min(0),
  /** Multiply-accumulates on the chip and beside it. */
  macs: z.strictObject({ chip: z.number(), digital: z.number() }),
  /** Conversions that left the ADC's range, of all conversions. */
  adc: z.strictObject({ conversions: z.number(), clipped: z.number(), law: z.string() }),
  /** Joules between which the true figure may lie, by the spread of the published constants, converters above all. */
  uncertainty: z.strictObject({ low: joules, high: joules, why: z.string() }),
  baselines: z.record(z.string(), z.strictObject({ joules: joules.nullable(), how: z.string() })),
});
export type EnergyReport = z.infer<typeof energyReportSchema>;
