import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import {
  ENERGY_COMPONENTS,
  type EnergyComponent,
  type EnergyComponents,
  type EnergyReport,
} from '../../shared/energy/energy-report.ts';
import { baselines, type PictureWork } from './baselines.ts';
import { CONSTANTS } from './constants.ts';
import type { Meter } from './events.ts';
import { priceList } from './price-list.ts';
import { type Price, spanned } from './scaling.ts';

/**
 * What belongs to no layer: softmax and sampler, picture-wide DRAM traffic. A key of the report's `layers`, so that
 * they sum to the total.
 */
export const NO_LAYER = '(no layer)';

export interface LedgerOptions {
  readonly chip: ChipProfile;
  /** Pictures painted between two loads of the model; programming is shared among them. Default 1000. */
  readonly picturesPerLoad?: number;
}

/** Work that only the caller can measure. */
export type Measured = Omit<PictureWork, 'flops'>;

export interface Ledger {
  readonly meter: Meter;
  /**
   * Books what follows under a phase; before the first call, `text`, which the report calls `setup`.
   * @param index step of the sampler, from 0; ignored for the other phases
   */
  beginPhase(phase: 'text' | 'step' | 'decode', index?: number): void;
  /** Joules of the picture up to now, programming left out, and those between which the true figure may lie. */
  soFar(): Price;
  report(measured: Measured): EnergyReport;
}

/** Dynamic energy by component, and the seconds that leakage lasts. */
interface Account {
  readonly joules: Record<EnergyComponent, number>;
  seconds: number;
}

/**
 * Turns events into joules. Each event is priced once, when it happens; nothing is estimated here.
 *
 * Latency: layers one after the other, all crossbars of a layer at once; a read cycle takes the pulse or, if longer,
 * the conversions of the columns that share an ADC (both overlap from one cycle to the next); digital and DRAM work add
 * up. A model that needs more crossbars than a chip has is spread over several chips, which all leak.
 */
export function createLedger(options: LedgerOptions): Ledger {
  const { chip, picturesPerLoad = 1000 } = options;
  const prices = priceList(chip);
  const setup = emptyAccount();
  const decode = emptyAccount();
  const steps: Account[] = [];
  const layers = new Map<string, Account>();
  /** Programmed versions of a layer: a plan may hold it at several precisions, each in cells of its own. */
  const programmed = new Map<string, { cells: number; crossbars: number }>();
  const span = { low: 0, high: 0 };
  const macs = { chip: 0, digital: 0 };
  let digitalFlops = 0;
  const adc = { conversions: 0, clipped: 0 };
  let phase = setup;

  function charge(component: EnergyComponent, layer: string, { joules, low, high }: Price, times = 1): void {
    phase.joules[component] += joules * times;
    layerAccount(layer).joules[component] += joules * times;
    span.low += low * times;
    span.high += high * times;
  }

  function wait(layer: string, seconds: number): void {
    phase.seconds += seconds;
    layerAccount(layer).seconds += seconds;
  }

  function layerAccount(layer: string): Account {
    let account = layers.get(layer);
    if (!account) {
      account = emptyAccount();
      layers.set(layer, account);
    }
    return account;
  }

  const meter: Meter = {
    chip(layer, events) {
      if (!prices.array) throw new Error(`layer ${layer} ran on a chip, but the profile '${chip.id}' has none`);
      macs.chip += events.macs;
      adc.conversions += events.conversions;
      adc.clipped += events.clipped;
      programmed.set(`${layer} ${events.cells}`, { cells: events.cells, crossbars: events.crossbars });
      charge('dac', layer, prices.drive(events.driveBits), events.rowDrives);
      charge('array', layer, prices.array(events));
      charge('adc', layer, prices.conversion(events.adcBits), events.conversions);
      charge('shiftAdd', layer, prices.shiftAdd, events.shiftAdds);
      charge('buffers', layer, prices.bufferByte, events.bufferReadBytes + events.bufferWriteBytes);
      charge('interconnect', layer, prices.networkByte, events.networkBytes);
      wait(layer, events.readCycles * prices.cycleSeconds);
    },
    digital(operation, layer, flops, bytes) {
      digitalFlops += flops;
      if (operation === 'matmul' || operation === 'attention') macs.digital += flops / 2;
      const name = layer ?? NO_LAYER;
      charge('digital', name, prices.flop, flops);
      charge('digital', name, prices.sramByte, bytes);
      const { digitalThroughput, digitalBandwidth } = CONSTANTS;
      wait(name, Math.max(flops / digitalThroughput.value, bytes / digitalBandwidth.value));
    },
    dram(bytes, layer = NO_LAYER) {
      charge('dram', layer, prices.dramBit, bytes * 8);
      wait(layer, bytes / CONSTANTS.dramBandwidth.value);
    },
  };

  /** Static power of every chip that the model occupies. */
  function leakagePower(): number {
    if (chip.kind === 'exact') return 0;
    let crossbars = 0;
    for (const layer of programmed.values()) crossbars += layer.crossbars;
    return chip.circuit.leakage * Math.max(1, Math.ceil(crossbars / chip.circuit.arrays));
  }

  function phases(): Account[] {
    return [setup, ...steps, decode];
  }

  function soFar(): Price {
    const power = leakagePower();
    let joules = 0;
    let seconds = 0;
    for (const account of phases()) {
      joules += total(closed(account, power));
      seconds += account.seconds;
    }
    const leaked = spanned(seconds * power, CONSTANTS.profileFigure);
    return { joules, low: span.low + leaked.low, high: span.high + leaked.high };
  }

  return {
    meter,
    beginPhase(name, index = 0) {
      if (name === 'step') {
        while (steps.length <= index) steps.push(emptyAccount());
        phase = steps[index]!;
      } else {
        phase = name === 'text' ? setup : decode;
      }
    },
    soFar,
    report(measured) {
      const power = leakagePower();
      const components = closed(emptyAccount(), power);
      let chipSeconds = 0;
      for (const account of phases()) {
        const part = closed(account, power);
        for (const name of ENERGY_COMPONENTS) components[name] += part[name];
        chipSeconds += account.seconds;
      }
      const { joules, low, high } = soFar();
      let cells = 0;
      for (const layer of programmed.values()) cells += layer.cells;
      const programming = cells * prices.programmedCell;
      return {
        joules,
        components,
        layers: Object.fromEntries([...layers].map(([name, account]) => [name, closed(account, power)])),
        steps: steps.map((account) => closed(account, power)),
        setup: closed(setup, power),
        decode: closed(decode, power),
        programming: {
          joules: programming,
          cells,
          amortizedOver: picturesPerLoad,
          joulesPerPicture: programming / picturesPerLoad,
        },
        chipSeconds,
        macs: { ...macs },
        adc: { ...adc, law: chip.kind === 'analog' ? chip.circuit.adcLaw : 'none' },
        uncertainty: { low, high, why: UNCERTAINTY[chip.kind] },
        baselines: baselines({ ...measured, flops: 2 * macs.chip + digitalFlops }),
      };
    },
  };
}

const UNCERTAINTY: Record<ChipProfile['kind'], string> = {
  analog:
    'all constants at the low or the high end of what is published at once; among them published ADCs, ' +
    'which spread about 3x either way',
  digital: "all constants at the low or the high end of what is published at once; the chip's own figures within 2x",
  exact:
    'no chip: the energy of a digital float32 accelerator (32 nm, 0.9 V) that fetches its weights from ' +
    'DRAM; all constants at the low or the high end at once',
};

const NOTHING = Object.fromEntries(ENERGY_COMPONENTS.map((name) => [name, 0])) as Record<EnergyComponent, number>;

function emptyAccount(): Account {
  return { joules: { ...NOTHING }, seconds: 0 };
}

/** The account with its leakage, which is known only once all layers have been seen. */
function closed(account: Account, leakagePower: number): EnergyComponents {
  return { ...account.joules, leakage: account.seconds * leakagePower };
}

function total(components: EnergyComponents): number {
  return ENERGY_COMPONENTS.reduce((sum, name) => sum + components[name], 0);
}
