import { CONSTANTS } from '../energy/constants.ts';
import type { Meter } from '../energy/events.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';

/**
 * The memory beside the digital unit, empty when a picture begins: weights stay while it has room, the rest comes from
 * DRAM for every product.
 */
export class WeightMemory {
  readonly #meter: Meter;
  readonly #kept = new Set<string>();
  #room: number = CONSTANTS.digitalWeightMemory.value;

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  /** @param times products in a row that want the layer */
  fetch({ name, outputs, inputs }: Pick<MatrixLayer, 'name' | 'inputs' | 'outputs'>, times = 1): void {
    if (this.#kept.has(name)) return;
    const bytes = 4 * outputs * inputs;
    const fits = bytes <= this.#room;
    this.#meter.dram(fits ? bytes : bytes * times, name);
    if (!fits) return;
    this.#room -= bytes;
    this.#kept.add(name);
  }
}
