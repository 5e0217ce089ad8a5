import { z } from 'zod';

/**
 * Components of the energy. `leakage` is static power while the chip is busy; `programming` is not part of the
 * picture's total.
 */
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
  /** Sum of the components for one picture, joules, without programming. */
  joules,
  components: componentsSchema,
  /** Joules per layer, diffusers' names. */
  layers: z.record(z.string(), componentsSchema),
  /** Joules per sampler step; text encoder and decoder are `setup` and `decode`. */
  steps: z.array(componentsSchema),
  setup: componentsSchema,
  decode: componentsSchema,
  /** Joules to write every cell once, and the number of pictures that share one programming in the figure below. */
  programming: z.strictObject({ joules, cells: z.number(), amortizedOver: z.number(), joulesPerPicture: joules }),
  /** Seconds the modelled chip would need for the picture. */
  chipSeconds: z.number().min(0),
  /** Multiply-accumulates on the chip and on the digital unit beside it. */
  macs: z.strictObject({ chip: z.number(), digital: z.number() }),
  /** Conversions that exceeded the ADC's range, and all conversions. */
  adc: z.strictObject({ conversions: z.number(), clipped: z.number(), law: z.string() }),
  /** Range of the true energy, joules, from the spread of the published constants, mainly the converters'. */
  uncertainty: z.strictObject({ low: joules, high: joules, why: z.string() }),
  baselines: z.record(z.string(), z.strictObject({ joules: joules.nullable(), how: z.string() })),
});
export type EnergyReport = z.infer<typeof energyReportSchema>;
