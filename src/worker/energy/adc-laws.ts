import type { ADC_LAWS } from '../../shared/chip/chip-profile.ts';
import { CONSTANTS } from './constants.ts';
import { price, type Technology } from './scaling.ts';

export type AdcLaw = (typeof ADC_LAWS)[number];

/** Below this the survey regression has no data (Accelergy refuses it). */
const ACCELERGY_MIN_BITS = 4;

/**
 * Joules of one analog-to-digital conversion. How they grow with the bits decides what a lower precision saves, and the
 * published laws disagree, so the law is a choice of the chip profile:
 *
 * - `accelergy`: regression over the Murmann survey (arXiv 2404.06553), growing with the rate and the node;
 * - `zigzag`: (100 fF * b + 1 aF * 4^b) * V^2 (ZigZag-IMC);
 * - `isaac`: the SAR converter of ISAAC, its parts scaled with the bits after Saberi: a*b + c*2^b;
 * - `exponential`: ISAAC's 8-bit converter, energy doubling with each bit (a constant Walden figure of merit);
 * - `linear`: ISAAC's 8-bit converter, energy proportional to the bits (SAR logic alone).
 *
 * @param bits resolution, taken as the effective number of bits
 * @param rate conversions per second of one ADC; only `accelergy` depends on it
 */
export function energyPerConversion(law: AdcLaw, bits: number, technology: Technology, rate: number): number {
  switch (law) {
    case 'accelergy':
      return accelergy(bits, technology.node, rate);
    case 'zigzag': {
      const femtofarads = CONSTANTS.zigzagPerBit.value * bits + CONSTANTS.zigzagPerLevel.value * 4 ** bits;
      return femtofarads * 1e-15 * technology.supply ** 2;
    }
    case 'isaac':
      return price('isaacPerBit', technology).joules * bits + price('isaacPerLevel', technology).joules * 2 ** bits;
    case 'exponential':
      return price('isaacAdc', technology).joules * 2 ** (bits - 8);
    case 'linear':
      return price('isaacAdc', technology).joules * (bits / 8);
  }
}

/** Below four bits the energy is continued in proportion to the bits. */
function accelergy(bits: number, node: number, rate: number): number {
  if (bits < ACCELERGY_MIN_BITS) return (accelergy(ACCELERGY_MIN_BITS, node, rate) * bits) / ACCELERGY_MIN_BITS;
  const meritByRate = CONSTANTS.accelergyRateIntercept.value + CONSTANTS.accelergyRateSlope.value * Math.log(rate);
  const meritByBits = CONSTANTS.accelergyBitsIntercept.value + CONSTANTS.accelergyBitsSlope.value * bits;
  const signalToNoise = bits * 20 * Math.log10(2) + 10 * Math.log10(1.5);
  const ideal = 10 ** ((signalToNoise - Math.min(meritByRate, meritByBits)) / 10) / 2;
  const correction = Math.exp(
    CONSTANTS.accelergyIntercept.value +
      CONSTANTS.accelergyNodeSlope.value * Math.log(node) +
      CONSTANTS.accelergyBitsExponent.value * Math.log(bits),
  );
  return ideal * correction * 1e-12;
}
