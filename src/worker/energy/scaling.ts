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
 * Switched capacitance grows with the feature size and energy with the square of the supply: E ~ node * V^2, the classical
 * rule. Stillmaker and Baas (Integration 58, 2017) show that it drifts from circuit simulation the farther the two nodes
 * lie apart, so constants are taken from nodes near the modelled chips'.
 */
function technologyFactor(node: number, supply: number, to: Technology): number {
  return (to.node / node) * (to.supply / supply) ** 2;
}

/** The table's constant at the chip's technology, picojoules turned into joules. */
export function price(id: keyof typeof CONSTANTS, technology: Technology): Price {
  const constant: EnergyConstant = CONSTANTS[id];
  const factor =
    constant.node === null || constant.supply === null
      ? 1
      : technologyFactor(constant.node, constant.supply, technology);
  const unit = 1e-12 * factor;
  return { joules: constant.value * unit, low: constant.low * unit, high: constant.high * unit };
}

/** An energy that no table row holds by itself, with the relative span of one that does. */
export function spanned(joules: number, span: EnergyConstant): Price {
  return { joules, low: (joules * span.low) / span.value, high: (joules * span.high) / span.value };
}
