import { signedMax } from './signed-max.ts';

const { fround } = Math;

const bins = 2048;

/** How often magnitudes occur: equal bins up to a power of two that grows with the data. */
export class RangeHistogram {
  readonly #counts = new Float64Array(bins);
  /** Upper end of the last bin; 0 while everything was zero. */
  #top = 0;
  #largest = 0;

  /**
   * @param largest largest |x| of the data
   * @param unit what the data is counted in: f32(x * unit) is what occurs
   */
  add(data: Float32Array, largest: number, unit = 1): void {
    const top = fround(largest * unit);
    if (top === 0) return;
    this.#grow(top);
    const perUnit = bins / this.#top;
    const counts = this.#counts;
    for (let i = 0; i < data.length; i++) {
      const value = fround(data[i]! * unit);
      const bin = ((value < 0 ? -value : value) * perUnit) | 0;
      const inside = bin < bins ? bin : bins - 1;
      counts[inside] = counts[inside]! + 1;
    }
  }

  /** Adds all that another one has seen. */
  merge(other: RangeHistogram): void {
    if (other.#top === 0) return;
    this.#grow(other.#largest);
    while (this.#top < other.#top) this.#double();
    const perBin = this.#top / other.#top;
    for (let bin = 0; bin < bins; bin++) {
      const into = Math.floor(bin / perBin);
      this.#counts[into] = this.#counts[into]! + other.#counts[bin]!;
    }
  }

  #grow(largest: number): void {
    this.#largest = Math.max(this.#largest, largest);
    if (this.#top === 0) this.#top = 2 ** Math.ceil(Math.log2(largest));
    while (this.#top < largest) this.#double();
  }

  #double(): void {
    const counts = this.#counts;
    for (let i = 0; i < bins / 2; i++) counts[i] = counts[2 * i]! + counts[2 * i + 1]!;
    counts.fill(0, bins / 2);
    this.#top *= 2;
  }

  /**
   * The full scale that quantizes what was seen with the least mean square error: values beyond it are clipped, values within are rounded to
   * its steps (step^2 / 12, or x^2 where x rounds to zero). Few bits clip the tail, eight bits hardly any of it.
   */
  bestRange(bits: number): number {
    if (this.#top === 0) return 0;
    const width = this.#top / bins;
    const centre = (bin: number) => (bin + 0.5) * width;
    // Sums over the bins below (for what rounds to zero) and from i on (for what is clipped).
    const below = new Float64Array(bins + 1);
    const belowSquares = new Float64Array(bins + 1);
    for (let i = 0; i < bins; i++) {
      below[i + 1] = below[i]! + this.#counts[i]!;
      belowSquares[i + 1] = belowSquares[i]! + this.#counts[i]! * centre(i) ** 2;
    }
    let best = this.#largest;
    let least = Infinity;
    let beyond = 0;
    let beyondSum = 0;
    let beyondSquares = 0;
    for (let i = bins; i >= 1; i--) {
      const range = Math.min(i * width, this.#largest);
      const step = range / signedMax(bits);
      const dead = Math.min(Math.floor(step / 2 / width), i);
      const clipped = beyondSquares - 2 * range * beyondSum + range * range * beyond;
      const rounded = ((below[i]! - below[dead]!) * step * step) / 12 + belowSquares[dead]!;
      if (clipped + rounded < least) {
        least = clipped + rounded;
        best = range;
      }
      const count = this.#counts[i - 1]!;
      beyond += count;
      beyondSum += count * centre(i - 1);
      beyondSquares += count * centre(i - 1) ** 2;
    }
    return best;
  }
}
