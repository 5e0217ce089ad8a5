/**
 * Every constant of the energy model, in one table. `docs/energy-model.md` shows the same rows, and a test holds the
 * two equal. A constant with a node and a supply is scaled to the chip's own (`scaling.ts`); one without is used as it
 * stands.
 */
export interface EnergyConstant {
  readonly meaning: string;
  readonly value: number;
  /** What the published or assumed figures span; the report's uncertainty is computed from these. */
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  /** Technology node in nanometres and supply in volts at which the value holds; null = not scaled. */
  readonly node: number | null;
  readonly supply: number | null;
  readonly source: string;
  /**
   * 'checked': read in the source named, or in the code that reproduces it. 'derived': computed from figures so read.
   * 'quoted': as widely quoted from the source named, which could not be read. 'assumed': no published figure fits; the
   * choice is this project's.
   */
  readonly standing: 'checked' | 'derived' | 'quoted' | 'assumed';
}

const ISAAC = 'ISAAC (Shafiee et al., ISCA 2016), table of tile parameters';
const HOROWITZ = 'Horowitz, "Computing\'s energy problem", ISSCC 2014';
const ACCELERGY =
  'Accelergy ADC plug-in, adc_data/model.yaml (Andrulis et al., arXiv 2404.06553; regression over the Murmann survey)';
const ZIGZAG = 'ZigZag-IMC, AimcArrayUnit.py';
const SABERI =
  "a*b + c*2^b through ISAAC's ADC at 6 and 8 bits (1.20 and 1.67 pJ; scaled after Saberi et al., TCAS-I " +
  '2011, as hwcomponents-library lists it); within 1.5 % of that list from 4 to 10 bits';

export const CONSTANTS = {
  rowDriver: {
    meaning: 'One row of a crossbar driven once with one bit',
    value: 0.391,
    low: 0.326,
    high: 0.417,
    unit: 'pJ/drive',
    node: 32,
    supply: 0.9,
    source:
      `${ISAAC}: 4 mW for 8 x 128 one-bit DACs, 100 ns a read; low and high: the same power at 83 ns, with ` +
      'and without idle cycles',
    standing: 'derived',
  },
  timeDac: {
    meaning: 'Pulse-width conversion of an 8-bit activation, on top of the row driver; halves with each bit less',
    value: 0.0375,
    low: 0.0125,
    high: 0.1125,
    unit: 'pJ/drive',
    node: 65,
    supply: 1.2,
    source: 'TIMELY (Li et al., ISCA 2020), table II, digital-to-time converter; range: factor 3 either way, assumed',
    standing: 'checked',
  },
  arrayRead: {
    meaning: 'Correction of the array energy V^2 * G * t summed over the cells that conduct',
    value: 1,
    low: 0.93,
    high: 1.07,
    unit: '1',
    node: null,
    supply: null,
    source:
      'CiMLoop (Andrulis et al., ISPASS 2024, arXiv 2405.07259): value-dependent array energy, at most 7 ' +
      '% from NeuroSim',
    standing: 'checked',
  },
  adcSpread: {
    meaning: 'Published ADCs over the law, at the same bits, rate and node',
    value: 1,
    low: 0.275,
    high: 3.5,
    unit: '1',
    node: null,
    supply: null,
    source:
      'Accelergy ADC plug-in and CiMLoop: factors used to meet published macros, 0.275 to 3.5 (about 3 either way)',
    standing: 'checked',
  },
  accelergyRateIntercept: exactly(
    213.7806687348118,
    'dB',
    'Best Schreier figure of merit at 1 conversion/s',
    ACCELERGY,
  ),
  accelergyRateSlope: exactly(-2.8719030399529957, 'dB per ln(1/s)', 'Its loss with the conversion rate', ACCELERGY),
  accelergyBitsIntercept: exactly(128.3068287398817, 'dB', 'Best Schreier figure of merit at 0 bits', ACCELERGY),
  accelergyBitsSlope: exactly(3.2205115112, 'dB per bit', 'Its gain with each bit', ACCELERGY),
  accelergyIntercept: exactly(
    24.579419355273359,
    'ln(pJ/J)',
    'Intercept of the energy regression, residual included',
    ACCELERGY,
  ),
  accelergyNodeSlope: exactly(1.8800369206815004, 'per ln(nm)', 'Growth of the energy with the node', ACCELERGY),
  accelergyBitsExponent: exactly(
    -2.8291256050594527,
    'per ln(bits)',
    'Correction of the energy with the bits',
    ACCELERGY,
  ),
  zigzagPerBit: exactly(100, 'fF/bit', 'Capacitance switched per bit of a conversion', ZIGZAG),
  zigzagPerLevel: exactly(0.001, 'fF/4^bits', 'Capacitance switched per squared level of a conversion', ZIGZAG),
  isaacPerBit: adcPart(
    0.1958,
    'pJ/bit',
    'Part of a conversion that grows with the bits: reference buffer, memory, clock',
    SABERI,
  ),
  isaacPerLevel: adcPart(
    0.000393,
    'pJ/2^bits',
    'Part of a conversion that doubles with each bit: capacitive DAC',
    SABERI,
  ),
  isaacAdc: adcPart(1.667, 'pJ/conversion', 'One 8-bit conversion', `${ISAAC}: 16 mW for 8 ADCs at 1.2 GS/s`),
  shiftAdd: {
    meaning: 'One code shifted and added into an accumulator',
    value: 0.0208,
    low: 0.0208,
    high: 0.0711,
    unit: 'pJ/addition',
    node: 32,
    supply: 0.9,
    source: `${ISAAC}: 0.2 mW at 9.6 G additions/s, 16 bits; high: a 32-bit addition, 0.1 pJ at 45 nm (${HOROWITZ})`,
    standing: 'derived',
  },
  tileBuffer: {
    meaning: "One byte read from or written to a tile's buffer (64 KB eDRAM, 256 bits wide)",
    value: 0.64,
    low: 0.32,
    high: 1.25,
    unit: 'pJ/byte',
    node: 32,
    supply: 0.9,
    source:
      `${ISAAC}: 20.7 mW, as hwcomponents-library reads it (20.45 pJ per 256 bits); high: 8 KB SRAM at 45 ` +
      `nm (${HOROWITZ}); low: half, assumed`,
    standing: 'derived',
  },
  bus: {
    meaning: "One bit over the bus between a tile's buffer and its router",
    value: 0.054,
    low: 0.027,
    high: 0.108,
    unit: 'pJ/bit',
    node: 32,
    supply: 0.9,
    source: `${ISAAC}: 7 mW per tile, as hwcomponents-library reads it; range: factor 2 either way, assumed`,
    standing: 'derived',
  },
  hop: {
    meaning: 'One bit through one router of the on-chip network',
    value: 0.081,
    low: 0.0405,
    high: 0.162,
    unit: 'pJ/bit',
    node: 32,
    supply: 0.9,
    source:
      `${ISAAC}: 42 mW per router of four tiles, as hwcomponents-library reads it (20.74 pJ per 256 bits); ` +
      'range: factor 2 either way, assumed',
    standing: 'derived',
  },
  floatOperation: {
    meaning: 'One float32 addition or multiplication of the digital unit',
    value: 2.3,
    low: 0.75,
    high: 6.9,
    unit: 'pJ/flop',
    node: 45,
    supply: 0.9,
    source:
      `${HOROWITZ}: mean of 0.9 (add) and 3.7 (multiply); low: the same at float16 (0.4, 1.1); high: three ` +
      'times, for registers and control, assumed',
    standing: 'derived',
  },
  digitalSram: {
    meaning: 'One byte moved between the digital unit and its SRAM (32 KB banks)',
    value: 2.5,
    low: 1.25,
    high: 12.5,
    unit: 'pJ/byte',
    node: 45,
    supply: 0.9,
    source: `${HOROWITZ}: 20 pJ per 64 bits from 32 KB; low: 10 pJ from 8 KB (checked); high: 100 pJ from 1 MB`,
    standing: 'quoted',
  },
  dram: {
    meaning: 'One bit from or to DRAM (LPDDR4)',
    value: 8,
    low: 3.9,
    high: 14,
    unit: 'pJ/bit',
    node: null,
    supply: null,
    source: 'hwcomponents-cacti, type2energy: LPDDR4 8; low: HBM2 3.9; high: GDDR5 14',
    standing: 'checked',
  },
  profileFigure: {
    meaning: 'A figure that the chip profile states itself (leakage, digital MAC), over its true value',
    value: 1,
    low: 0.5,
    high: 2,
    unit: '1',
    node: null,
    supply: null,
    source: 'Factor 2 either way; the profile names the source of the figure itself',
    standing: 'assumed',
  },
  scalingExponent: {
    meaning: 'Power of the node in the scaling of a constant, E ~ node^power * V^2',
    value: 1,
    low: 0.5,
    high: 1.5,
    unit: '1',
    node: null,
    supply: null,
    source: 'Classical scaling; range assumed, after the misses that Stillmaker and Baas (Integration 58, 2017) report',
    standing: 'assumed',
  },
  digitalThroughput: throughput(
    1.024e12,
    'flop/s',
    'Additions and multiplications of the digital unit: 512 multiply-add lanes at 1 GHz',
  ),
  digitalBandwidth: throughput(
    2.048e12,
    'byte/s',
    'Bytes between the digital unit and its SRAM: one float32 per lane and cycle',
  ),
  dramBandwidth: throughput(25.6e9, 'byte/s', 'LPDDR4-3200, 64 bits wide'),
  digitalWeightMemory: {
    meaning:
      'Weights that the digital unit keeps beside it through a picture, in the order of their first use; ' +
      'others come from DRAM for every product',
    value: 8_388_608,
    low: 8_388_608,
    high: 8_388_608,
    unit: 'byte',
    node: null,
    supply: null,
    source: `About what ${ISAAC}, has in eDRAM: 168 tiles of 64 KB`,
    standing: 'assumed',
  },
  gpuFlop: {
    meaning: 'One operation of the idealised GPU: an H100 SXM at its dense BF16 peak and full power',
    value: 0.7075,
    low: 0.7075,
    high: 0.7075,
    unit: 'pJ/flop',
    node: null,
    supply: null,
    source: 'NVIDIA H100 data sheet: 700 W over 989.4 Tflop/s',
    standing: 'derived',
  },
  gpuMemory: {
    meaning: "One bit from the idealised GPU's memory (HBM2; no checked figure for HBM3)",
    value: 3.9,
    low: 3.9,
    high: 3.9,
    unit: 'pJ/bit',
    node: null,
    supply: null,
    source: "O'Connor et al., MICRO 2017; hwcomponents-cacti, type2energy",
    standing: 'checked',
  },
} as const satisfies Record<string, EnergyConstant>;

/** A coefficient of a published law: the law's spread is booked once, as `adcSpread`. */
function exactly(value: number, unit: string, meaning: string, source: string): EnergyConstant {
  return { meaning, value, low: value, high: value, unit, node: null, supply: null, source, standing: 'checked' };
}

/** ISAAC names no supply; all its parts are taken to run from the 0.9 V that is nominal at 32 nm. */
function adcPart(value: number, unit: string, meaning: string, source: string): EnergyConstant {
  return { meaning, value, low: value, high: value, unit, node: 32, supply: 0.9, source, standing: 'derived' };
}

function throughput(value: number, unit: string, meaning: string): EnergyConstant {
  const source = 'A mobile-class digital unit beside the arrays; enters the latency and, through it, the leakage';
  return { meaning, value, low: value, high: value, unit, node: null, supply: null, source, standing: 'assumed' };
}
