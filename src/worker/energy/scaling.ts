import { CONSTANTS, type EnergyConstant } from './constants.ts';

/** Where a constant is to hold: the chip's technology node in nanometres and its supply in volts. */
export interface Technology {
  readonly node: number;
  readonly supply: number;
}

/** Joules of one event, with the span of the published figures. */
export interface Price {
  readonly joules: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The table's constant at the chip's technology, picojoules turned into joules.
 *
 * Switched capacitance grows with the feature size and energy with the square of the supply: E ~ node * V^2. Circuit
 * simulation departs from this classical rule the farther the nodes lie apart (Stillmaker and Baas, Integration 58,
 * 2017), so the span widens with the distance: half a power of the node either way.
 */
export function price(id: keyof typeof CONSTANTS, technology: Technology): Price {
  const { value, low, high, node, supply }: EnergyConstant = CONSTANTS[id];
  if (node === null || supply === null) return { joules: value * 1e-12, low: low * 1e-12, high: high * 1e-12 };
  const nodes = technology.node / node;
  const unit = 1e-12 * (technology.supply / supply) ** 2;
  const exponent = CONSTANTS.scalingExponent;
  const [steep, shallow] = [nodes ** exponent.high, nodes ** exponent.low];
  return {
    joules: value * unit * nodes ** exponent.value,
    low: low * unit * Math.min(steep, shallow),
    high: high * unit * Math.max(steep, shallow),
  };
}

/** An energy that no table row holds by itself, with the relative span of one that does. */
export function spanned(joules: number, span: EnergyConstant): Price {
  return { joules, low: (joules * span.low) / span.value, high: (joules * span.high) / span.value };
}
