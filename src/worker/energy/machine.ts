import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this machine's processor used, where its counters can be read. */
export interface MachineReading {
  readonly joules: number | null;
  /** How it was measured, or why it could not be. */
  readonly how: string;
}

interface Counter {
  readonly file: string;
  readonly start: number;
  readonly range: number;
}

/**
 * Starts reading the processor's own energy counters (RAPL, by Linux's powercap; Intel and AMD both serve
 * `intel-rapl`). They count the whole package, other programs included, and are often readable by root only: then the
 * joules stay unknown, for nothing else on a machine tells them.
 *
 * @param root powercap's folder; tests give their own
 */
export function startMachineMeter(root = '/sys/class/powercap'): { stop(): MachineReading } {
  const counters: Counter[] = [];
  let reason = 'this system offers no processor energy counters (RAPL)';
  for (const zone of packageZones(root)) {
    try {
      const file = join(root, zone, 'energy_uj');
      counters.push({ file, start: readCounter(file), range: readCounter(join(root, zone, 'max_energy_range_uj')) });
    } catch {
      reason = 'the processor energy counters (RAPL) are readable by the system administrator only';
    }
  }
  return {
    stop() {
      if (counters.length === 0) return { joules: null, how: reason };
      let microjoules = 0;
      try {
        for (const counter of counters) {
          const difference = readCounter(counter.file) - counter.start;
          // The counter wraps at its range; at most once in a picture's time.
          microjoules += difference >= 0 ? difference : difference + counter.range;
        }
      } catch {
        return { joules: null, how: 'the processor energy counters (RAPL) stopped answering' };
      }
      const packages = counters.length === 1 ? 'package' : `${counters.length} packages`;
      return {
        joules: microjoules * 1e-6,
        how: `RAPL, ${packages}: the whole processor, other programs included, without memory`,
      };
    },
  };
}

/** 'intel-rapl:0' is a package; 'intel-rapl:0:1' a part of it that would be counted twice. */
function packageZones(root: string): string[] {
  try {
    return readdirSync(root).filter((zone) => /^intel-rapl:\d+$/.test(zone));
  } catch {
    return [];
  }
}

function readCounter(file: string): number {
  const value = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!Number.isFinite(value)) throw new TypeError(`${file} holds no number`);
  return value;
}
