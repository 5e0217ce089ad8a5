import type { EnergyReport } from '../../shared/energy/energy-report.ts';
import { CONSTANTS } from './constants.ts';
import type { MachineReading } from './machine.ts';

/** The work of one picture as a conventional computer would see it. */
export interface PictureWork {
  /** Additions and multiplications, a multiply-accumulate counting as two. */
  readonly flops: number;
  /** Bytes of weights that a GPU fetches: parameters in bfloat16, once per evaluation of a network. */
  readonly weightBytes: number;
  /** Wall seconds that this machine took. */
  readonly seconds: number;
  readonly machine: MachineReading;
}

/**
 * The same picture elsewhere. The GPU is idealised: always at its peak, weights fetched once per evaluation,
 * activations never leaving its caches, no host. A real one, at batch size one, is far from it.
 */
export function baselines(work: PictureWork): EnergyReport['baselines'] {
  const gpu = work.flops * CONSTANTS.gpuFlop.value * 1e-12 + work.weightBytes * 8 * CONSTANTS.gpuMemory.value * 1e-12;
  return {
    gpu: {
      joules: gpu,
      how:
        `idealised H100: ${giga(work.flops)} Gflop at ${CONSTANTS.gpuFlop.value} pJ (BF16 peak at 700 W) ` +
        `and ${giga(work.weightBytes)} GB of weights at ${CONSTANTS.gpuMemory.value} pJ/bit`,
    },
    machine: { joules: work.machine.joules, how: `${work.seconds.toFixed(1)} s on this machine; ${work.machine.how}` },
  };
}

function giga(count: number): string {
  return (count / 1e9).toPrecision(3);
}
