import { z } from 'zod';
import { MOST_DESCRIPTION } from '../bounds.ts';
import { customIssue } from '../custom-issue.ts';
import { phrase } from '../refusals.ts';

/**
 * A chip profile is data. Every field states its unit and meaning in `.describe`, which `chips show` prints.
 * A layer on the chip is y = x W^T + b with x [M, K] and W [N, K]; rows of a crossbar are K, columns are N.
 */

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .describe('Short name used on the command line');
const name = z.string().min(1).max(80).describe('Name shown to people');
const description = z
  .string()
  .min(1)
  .max(MOST_DESCRIPTION)
  .describe('What the chip is and which published part it follows');
const source = z.string().max(MOST_DESCRIPTION).describe('Where the figures come from');

const weightsSchema = z.strictObject({
  bits: z
    .int()
    .min(2)
    .max(8)
    .describe(
      'Bits of a weight, sign included: integers -(2^(bits-1)-1) .. 2^(bits-1)-1, one scale per output channel',
    ),
  encoding: z
    .enum(['differential', 'offset'])
    .describe(
      "'differential': a pair of cells holds G+ - G-; 'offset': one cell holds w + 2^(bits-1) and the offset is " +
        'subtracted digitally',
    ),
  cellBits: z
    .int()
    .min(1)
    .max(8)
    .describe('Bits of magnitude that one cell holds; a weight is cut into slices of this many bits'),
  clip: z
    .number()
    .min(1e-3)
    .max(1)
    .describe("Weights beyond this fraction of a channel's largest are clipped; 1 clips nothing"),
});

const cellSchema = z.strictObject({
  gMax: z.number().min(1e-12).max(1e-2).describe('Conductance of a fully-on cell, siemens'),
  onOffRatio: z
    .number()
    .min(1.1)
    .max(1e6)
    .nullable()
    .describe('gMax over the conductance of a fully-off cell; null = the off cell conducts nothing'),
  grid: z
    .enum(['int8', 'int16'])
    .describe(
      'Integer grid on which the emulation holds conductances that errors or drift move off their levels: int8 has ' +
        'about 105 steps up to gMax and is faster, int16 8191; both have room for 1.2 gMax. Cells without errors ' +
        'stay on their levels exactly',
    ),
  programmingError: z
    .strictObject({
      polynomial: z
        .array(z.number().min(-1e6).max(1e6))
        .min(1)
        .max(6)
        .describe(
          'Standard deviation of the programmed conductance, microsiemens, as a polynomial in g/gMax: c0 + c1 x + ' +
            'c2 x^2 ...',
        ),
      scale: z.number().min(0).max(100).describe('Multiplies the polynomial; 0 programs perfectly'),
    })
    .nullable()
    .describe('Gaussian programming error; null = none'),
  stuckOn: z.number().min(0).max(1).describe('Fraction of cells stuck at gMax'),
  stuckOff: z.number().min(0).max(1).describe('Fraction of cells stuck at the off conductance'),
  drift: z
    .strictObject({
      t0: z
        .number()
        .min(1e-9)
        .max(1e10)
        .describe('Seconds after programming at which the programmed conductance was measured'),
      nuMean: z.number().min(0).max(1).describe('Mean drift exponent nu in g(t) = g(t0) (t/t0)^-nu'),
      nuStd: z.number().min(0).max(1).describe('Cell-to-cell standard deviation of nu'),
      compensation: z
        .enum(['none', 'global', 'column'])
        .describe(
          'Gain that undoes the mean drift, of the layer or of each column: the ratio of the summed conductances, ' +
            'as programmed and now',
        ),
    })
    .nullable()
    .describe('Conductance drift; null = none'),
});

const dacSchema = z.strictObject({
  bits: z.int().min(2).max(8).describe('Bits of an activation, sign included'),
  mode: z
    .enum(['one-shot', 'bit-serial'])
    .describe(
      "'one-shot': the whole activation as one level or pulse width; 'bit-serial': slices of sliceBits, one after " +
        'the other',
    ),
  drive: z
    .enum(['level', 'pulse-width'])
    .exactOptional()
    .describe(
      "What carries a slice's value on the row: 'level' = a voltage (cell energy grows with its square), " +
        "'pulse-width' = the time at full voltage (energy grows with it); left out: level",
    ),
  sliceBits: z
    .int()
    .min(1)
    .max(4)
    .describe("Bits per slice in bit-serial mode, two's complement, the top slice signed; ignored in one-shot mode"),
  range: z
    .enum(['vector', 'calibrated'])
    .describe(
      "Full scale of the activations: 'vector' = absolute maximum of each input vector (of a convolution: of each " +
        "patch); 'calibrated' = one per layer and fifth of the diffusion time, found by calibration",
    ),
});

const tileSchema = z.strictObject({
  rows: z.int().min(8).max(4096).describe('Rows of a crossbar that are read at once; K is cut into tiles of this many'),
  columns: z.int().min(8).max(4096).describe('Columns (cells, not weights) of a crossbar'),
});

const readSchema = z.strictObject({
  outputNoise: z
    .number()
    .min(0)
    .max(16)
    .describe(
      "Standard deviation of the noise added to one analog column sum, in units of the ADC's LSB at its own bits " +
        '(a precision plan with fewer bits does not make the circuit noisier)',
    ),
  weightNoise: z
    .number()
    .min(0)
    .max(1)
    .describe(
      'Read noise of one weight slice (its cell, or its pair together) as a fraction of gMax, fresh at every read: ' +
        'a column sum gets a standard deviation of weightNoise * gMax * ||x||, x the drives of the tile',
    ),
});

const adcSchema = z.strictObject({
  bits: z
    .int()
    .min(2)
    .max(14)
    .describe(
      'Bits of one conversion: codes -(2^(bits-1)) .. 2^(bits-1)-1; 0 .. 2^bits-1 where sums have one sign (offset ' +
        'encoding, one input bit at a time)',
    ),
  minBits: z
    .int()
    .min(2)
    .max(14)
    .exactOptional()
    .describe(
      'Fewest bits that a precision plan may ask of the converter; left out: 2. A bit-sliced chip has none to ' +
        'spare, since an error of one code in the top slice counts 2^(top slice) times',
    ),
  range: z
    .enum(['lossless', 'full-scale', 'calibrated'])
    .describe(
      "'lossless': the LSB is one product of integers and codes hold every sum; 'full-scale': LSB from the largest " +
        "sum a tile can give; 'calibrated': LSB from sums seen per layer and fifth of the diffusion time, the far " +
        'tail clipped',
    ),
});

export const ADC_LAWS = ['accelergy', 'zigzag', 'isaac', 'exponential', 'linear'] as const;

const circuitSchema = z.strictObject({
  node: z.number().min(1).max(10_000).describe('Technology node, nanometres'),
  supply: z.number().min(0.01).max(5).describe('Supply voltage, volts'),
  readVoltage: z.number().min(0).max(2).describe('Largest voltage on a row during a read, volts; 0 on a digital chip'),
  readPulse: z.number().min(1e-15).max(1e-3).describe('Seconds that one read (one input slice) takes'),
  adcLaw: z.enum(ADC_LAWS).describe('How the energy of a conversion grows with its bits'),
  adcScale: z
    .number()
    .min(1e-6)
    .max(100)
    .describe('Multiplies the law, to meet a measured part; 1 = the law as published'),
  adcRate: z.number().min(1).max(1e15).describe('Conversions per second of one ADC'),
  columnsPerAdc: z.int().min(1).max(4096).describe('Columns that share one ADC'),
  arrays: z
    .int()
    .min(1)
    .max(1e9)
    .describe('Crossbars on the chip; a model with more tiles than that would need several chips or reloads'),
  leakage: z.number().min(0).max(1000).describe('Static power of the chip while it computes, watts'),
  writeEnergy: z.number().min(0).max(1e-6).describe('Energy to program one cell once, verify included, joules'),
});

const exactSchema = z.strictObject({
  kind: z.literal('exact').describe('Float32 arithmetic without a chip'),
  id,
  name,
  description,
  source: source.exactOptional(),
});

/** Adder trees beside SRAM cells: integer arithmetic without loss, no ADC, no noise. */
const digitalSchema = z.strictObject({
  kind: z.literal('digital').describe('Adder trees beside memory cells: integers, no converter, no noise'),
  id,
  name,
  description,
  source: source.exactOptional(),
  weights: z.strictObject({ bits: weightsSchema.shape.bits, clip: weightsSchema.shape.clip }),
  dac: z.strictObject({ bits: dacSchema.shape.bits, range: dacSchema.shape.range }),
  tile: tileSchema,
  circuit: circuitSchema
    .pick({ node: true, supply: true, readPulse: true, arrays: true, leakage: true, writeEnergy: true })
    .extend({
      macEnergy: z
        .number()
        .min(1e-21)
        .max(1e-9)
        .describe("Energy of one multiply-accumulate at the profile's bits, adder tree included, joules"),
    }),
});

const analogSchema = z
  .strictObject({
    kind: z.literal('analog').describe('Crossbars that sum currents or charges, read by converters'),
    id,
    name,
    description,
    source: source.exactOptional(),
    weights: weightsSchema,
    cell: cellSchema,
    dac: dacSchema,
    tile: tileSchema,
    read: readSchema,
    adc: adcSchema,
    circuit: circuitSchema,
  })
  .superRefine((chip, ctx) => {
    // Largest value on the conductance grid (worker/chip/program/conductance-grid.ts), or level of an error-free cell.
    const largest = chip.cell.grid === 'int8' ? 255 : 9830;
    if (chip.tile.rows * 2 ** (chip.dac.bits - 1) * largest >= 2 ** 31) {
      ctx.addIssue(customIssue(phrase('rows-overflow'), ['tile', 'rows']));
    }
    if (chip.weights.encoding === 'offset' && chip.cell.drift?.compensation === 'column') {
      ctx.addIssue(customIssue(phrase('offset-needs-global'), ['cell', 'drift', 'compensation']));
    }
    if (chip.adc.minBits !== undefined && chip.adc.minBits > chip.adc.bits) {
      ctx.addIssue(customIssue(phrase('more-bits-than-converter'), ['adc', 'minBits']));
    }
    if (chip.dac.mode === 'bit-serial' && chip.dac.drive === 'pulse-width') {
      ctx.addIssue(customIssue(phrase('pulse-width-needs-one-shot'), ['dac', 'drive']));
    }
    if (chip.weights.cellBits > chip.weights.bits) {
      ctx.addIssue(customIssue(phrase('cell-bits-over-weight'), ['weights', 'cellBits']));
    }
    if (chip.cell.stuckOn + chip.cell.stuckOff > 1) {
      ctx.addIssue(customIssue(phrase('stuck-over-one'), ['cell', 'stuckOn']));
    }
  });

export const chipProfileSchema = z.discriminatedUnion('kind', [exactSchema, digitalSchema, analogSchema]);

export type ChipProfile = z.infer<typeof chipProfileSchema>;
export type AnalogChip = z.infer<typeof analogSchema>;
export type DigitalChip = z.infer<typeof digitalSchema>;
