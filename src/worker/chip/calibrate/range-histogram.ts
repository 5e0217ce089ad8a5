import { signedMax } from '../quantize/signed-max.ts';

const { fround } = Math;

const bins = 2048;

/** How often magnitudes occur: equal bins up to a power of two that grows with the data. */
export class RangeHistogram {
  readonly #counts = new Float64Array(bins);
  /** Counts of one call, and behind them of what is exactly the upper end. */
  readonly #fresh = new Int32Array(bins + 1);
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
    // Math.abs and whole numbers: a branch on the sign of noise is a coin toss, and four times as slow.
    this.#fresh.fill(0);
    for (let i = 0; i < data.length; i++) {
      const bin = (Math.abs(fround(data[i]! * unit)) * perUnit) | 0;
      this.#fresh[bin] = this.#fresh[bin]! + 1;
    }
    for (let bin = 0; bin < bins; bin++) this.#counts[bin] = this.#counts[bin]! + this.#fresh[bin]!;
    this.#counts[bins - 1] = this.#counts[bins - 1]! + this.#fresh[bins]!;
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
   * The full scale that quantizes what was seen with the least mean square error, for each number of bits: values
   * beyond it are clipped, values within are rounded to its steps (step^2 / 12, or x^2 where x rounds to zero). Few
   * bits clip the tail, eight bits hardly any of it.
   */
  bestRanges(bits: readonly number[]): number[] {
    if (this.#top === 0) return bits.map(() => 0);
    const counts = this.#counts;
    const width = this.#top / bins;
    // Sums over the bins below (for what rounds to zero), and from i on (for what is clipped).
    const below = new Float64Array(bins + 1);
    const belowSquares = new Float64Array(bins + 1);
    const beyond = new Float64Array(bins + 1);
    const beyondSum = new Float64Array(bins + 1);
    const beyondSquares = new Float64Array(bins + 1);
    for (let i = 0; i < bins; i++) {
      const centre = (i + 0.5) * width;
      below[i + 1] = below[i]! + counts[i]!;
      belowSquares[i + 1] = belowSquares[i]! + counts[i]! * (centre * centre);
    }
    for (let i = bins - 1; i >= 0; i--) {
      const centre = (i + 0.5) * width;
      beyond[i] = beyond[i + 1]! + counts[i]!;
      beyondSum[i] = beyondSum[i + 1]! + counts[i]! * centre;
      beyondSquares[i] = beyondSquares[i + 1]! + counts[i]! * (centre * centre);
    }
    return bits.map((count) => {
      const qMax = signedMax(count);
      let best = this.#largest;
      let least = Infinity;
      for (let i = bins; i >= 1; i--) {
        const range = Math.min(i * width, this.#largest);
        const step = range / qMax;
        const dead = Math.min(Math.floor(step / 2 / width), i);
        const clipped = beyondSquares[i]! - 2 * range * beyondSum[i]! + range * range * beyond[i]!;
        const rounded = ((below[i]! - below[dead]!) * step * step) / 12 + belowSquares[dead]!;
        if (clipped + rounded < least) {
          least = clipped + rounded;
          best = range;
        }
      }
      return best;
    });
  }

  /** bestRanges of one number of bits. */
  bestRange(bits: number): number {
    return this.bestRanges([bits])[0]!;
  }
}
