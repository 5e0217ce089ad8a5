import { demand } from '../demand.ts';
import { defineOperator, type Operator } from '../operator.ts';

/**
 * The first half of a group norm: float64 sums of each channel's values and of their squares. Pixels are summed in
 * chunks, ascending, as many chunks as threads could want, whatever the number of threads.
 *
 *     sums[b, chunk, 0, c] = sum over the chunk's pixels of x'[b, p, c], x' = f32(x + added[b, c]), or x
 *     sums[b, chunk, 1, c] = sum of x' * x'
 */
export interface ChannelSumsCall {
  /** [batch, pixels, channels]. */
  readonly x: Float32Array;
  readonly batch: number;
  readonly channels: number;
  /** [batch, channels]. */
  readonly added: Float32Array | null;
  /** [batch, chunks, 2, channels]. */
  readonly sums: Float64Array;
}

const fewestPixels = 32;
const mostChunks = 64;

/** Pixels of a chunk; the last of an image may have fewer. */
function chunkPixels(pixels: number): number {
  return Math.max(fewestPixels, Math.ceil(pixels / mostChunks));
}

/** Numbers in `sums`. */
export function channelSumsLength(batch: number, pixels: number, channels: number): number {
  return batch * Math.ceil(pixels / chunkPixels(pixels)) * 2 * channels;
}

export const channelSums: Operator<ChannelSumsCall> = defineOperator({
  name: 'channelSums',
  fields: {
    x: 'f32[]',
    added: 'f32[]?',
    sums: 'out f64[]',
    batch: 'i32',
    pixels: 'i32',
    channels: 'i32',
    chunkPixels: 'i32',
  },
  check({ x, batch, channels, added, sums }) {
    const pixels = x.length / (batch * channels);
    demand(Number.isInteger(pixels) && pixels > 0, `${x.length} numbers in ${batch} images of ${channels} channels`);
    demand(!added || added.length === batch * channels, 'one addition per image and channel');
    demand(sums.length === channelSumsLength(batch, pixels, channels), `${sums.length} sums`);
  },
  cost: ({ x }) => 40 * x.length,
  values: ({ x, batch, channels, added, sums }) => {
    const pixels = x.length / (batch * channels);
    return { x, added, sums, batch, pixels, channels, chunkPixels: chunkPixels(pixels) };
  },
  reference({ x, batch, channels, added, sums }) {
    const pixels = x.length / (batch * channels);
    const chunk = chunkPixels(pixels);
    let at = 0;
    for (let b = 0; b < batch; b++) {
      for (let first = 0; first < pixels; first += chunk, at += 2 * channels) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          let square = 0;
          for (let p = first; p < Math.min(first + chunk, pixels); p++) {
            const value = x[(b * pixels + p) * channels + c]!;
            const input = added ? Math.fround(value + added[b * channels + c]!) : value;
            sum += input;
            square += input * input;
          }
          sums[at + c] = sum;
          sums[at + channels + c] = square;
        }
      }
    }
  },
});
