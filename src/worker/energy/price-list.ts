import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import { energyPerConversion } from './adc-laws.ts';
import { CONSTANTS } from './constants.ts';
import type { ChipEvents } from './events.ts';
import { type Price, price, spanned, type Technology } from './scaling.ts';

/** Of what ISAAC calls a tile: 12 in-situ units of 8. A profile's tile is one crossbar. */
const CROSSBARS_PER_ISAAC_TILE = 96;

/** The digital accelerator of the `exact` profile, which has no chip: at the node of most constants. */
const EXACT_TECHNOLOGY: Technology = { node: 32, supply: 0.9 };

const FREE: Price = { joules: 0, low: 0, high: 0 };

/** What each event costs on a chip, the constants scaled to its technology. `array` is null where there is no chip. */
export function priceList(chip: ChipProfile) {
  const technology = chip.kind === 'exact' ? EXACT_TECHNOLOGY : chip.circuit;
  const bus = price('bus', technology);
  const hop = price('hop', technology);
  const hops = chip.kind === 'exact' ? 1 : meanHops(chip.circuit.arrays);
  const conversions = new Map<number, Price>();
  const drives = new Map<number, Price>();
  return {
    shiftAdd: price('shiftAdd', technology),
    bufferByte: price('tileBuffer', technology),
    networkByte: weighted([8, bus], [8 * hops, hop]),
    flop: price('floatOperation', technology),
    sramByte: price('digitalSram', technology),
    dramBit: price('dram', technology),
    array: arrayPrice(chip),
    cycleSeconds: cycleSeconds(chip),
    programmedCell: programmedCell(chip),
    conversion: (bits: number): Price => remembered(conversions, bits, () => conversionPrice(chip, bits)),
    drive: (bits: number): Price => remembered(drives, bits, () => drivePrice(chip, bits)),
  };
}

/**
 * A one-bit drive switches the row; more bits in one shot also pay for the width or level of the pulse. A digital
 * chip's energy per multiply-accumulate is a macro's, drivers included.
 */
function drivePrice(chip: ChipProfile, bits: number): Price {
  if (chip.kind !== 'analog') return FREE;
  const row = price('rowDriver', chip.circuit);
  return bits <= 1 ? row : weighted([1, row], [2 ** (bits - 8), price('timeDac', chip.circuit)]);
}

function conversionPrice(chip: ChipProfile, bits: number): Price {
  if (chip.kind !== 'analog') return FREE;
  const { adcLaw, adcScale, adcRate } = chip.circuit;
  return spanned(adcScale * energyPerConversion(adcLaw, bits, chip.circuit, adcRate), CONSTANTS.adcSpread);
}

/** Energy inside the array: Joule heat of the conducting cells, or the adder trees of a digital chip. */
function arrayPrice(chip: ChipProfile): ((events: ChipEvents) => Price) | null {
  if (chip.kind === 'exact') return null;
  if (chip.kind === 'digital') {
    // Every bit of the activation meets every bit of the weight, one cell each; the profile's figure is at its full
    // bits.
    const bitProduct = chip.circuit.macEnergy / (chip.dac.bits * chip.weights.bits);
    return (events) => spanned(events.cellReads * events.driveBits * bitProduct, CONSTANTS.profileFigure);
  }
  const { readVoltage, readPulse } = chip.circuit;
  const fullCell = readVoltage ** 2 * chip.cell.gMax * readPulse;
  return (events) => spanned(events.conductionSum * fullCell, CONSTANTS.arrayRead);
}

function cycleSeconds(chip: ChipProfile): number {
  if (chip.kind === 'exact') return 0;
  if (chip.kind === 'digital') return chip.circuit.readPulse;
  return Math.max(chip.circuit.readPulse, chip.circuit.columnsPerAdc / chip.circuit.adcRate);
}

/** Writing one cell, and fetching its bits from DRAM: the only time that a weight on the chip is fetched. */
function programmedCell(chip: ChipProfile): number {
  if (chip.kind === 'exact') return 0;
  let bits = 1;
  if (chip.kind === 'analog') bits = chip.weights.cellBits / (chip.weights.encoding === 'differential' ? 2 : 1);
  return chip.circuit.writeEnergy + bits * CONSTANTS.dram.value * 1e-12;
}

/** Mean distance to the digital unit, in ISAAC tiles, amid a square mesh of them: half its side. */
function meanHops(arrays: number): number {
  return Math.max(1, Math.sqrt(arrays / CROSSBARS_PER_ISAAC_TILE) / 2);
}

function weighted(...parts: [number, Price][]): Price {
  const sum = { joules: 0, low: 0, high: 0 };
  for (const [times, part] of parts) {
    sum.joules += times * part.joules;
    sum.low += times * part.low;
    sum.high += times * part.high;
  }
  return sum;
}

function remembered(known: Map<number, Price>, bits: number, compute: () => Price): Price {
  let found = known.get(bits);
  if (!found) {
    found = compute();
    known.set(bits, found);
  }
  return found;
}
