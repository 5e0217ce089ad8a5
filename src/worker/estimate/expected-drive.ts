import { createMemoCache } from '../../shared/memo-cache.ts';
import { RangeHistogram } from '../chip/calibrate/range-histogram.ts';
import { inputSlicing } from '../chip/convert/adc.ts';
import { driveEnergy } from '../chip/convert/drive.ts';
import type { CrossbarSpec } from '../chip/crossbar-spec.ts';
import { quantizeRange } from '../chip/quantize/quantize.ts';
import { fillGaussian, streamKey } from '../kernels/gaussian.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';

/** Activations that an expectation is taken over. */
const sampled = 2 ** 14;

/** What typically comes into a layer, see typicalActivations. */
type Kind = 'normed' | 'activated';

/** Activations by kind: all chips, bits and lengths share them. */
const typical = createMemoCache<Float32Array>(2);

/**
 * Expected energy of driving one row of a layer once with an activation, all its slices together, relative to a full
 * drive.
 *
 * What a picture's activations will be is not known before. Norms stand before nearly all trained products of these
 * networks, so the input of a linear layer is taken to be normal, of variances as different as the gains of a norm's
 * channels, and that of a convolution the SiLU of the like (docs/energy-model.md has the distributions and how well
 * they meet). They are quantized as the chip does it: in the range of each vector, or in the calibrated range with the
 * least mean square error.
 */
export function createExpectedDrive(
  dac: CrossbarSpec['dac'],
): (layer: Pick<MatrixLayer, 'conv' | 'inputs'>, bits: number) => number {
  const known = new Map<string, number>();
  return (layer, bits) => {
    const kind = layer.conv === null ? 'normed' : 'activated';
    // The largest of a vector grows so slowly with its length that the nearest power of two will do.
    const length = dac.range === 'vector' ? Math.min(2 ** Math.round(Math.log2(layer.inputs)), sampled) : sampled;
    const key = `${kind} ${bits} ${length}`;
    let found = known.get(key);
    if (found === undefined) {
      const activations = typical.memo(kind, { context: () => typicalActivations(kind) });
      found = meanDrive(dac, bits, activations, length);
      known.set(key, found);
    }
    return found;
  };
}

/** @param length activations that share a range */
function meanDrive(dac: CrossbarSpec['dac'], bits: number, activations: Float32Array, length: number): number {
  const { energy, unit } = driveEnergy(dac, inputSlicing(dac, bits));
  const driven = new Int8Array(length);
  let sum = 0;
  for (let from = 0; from < activations.length; from += length) {
    const vector = activations.subarray(from, from + length);
    const largest = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const range = dac.range === 'vector' ? largest : calibratedRange(vector, largest, bits);
    quantizeRange(vector, 0, length, range, bits, driven, 0);
    for (const x of driven) sum += energy[x + 128]!;
  }
  return (sum / activations.length) * unit;
}

function calibratedRange(activations: Float32Array, largest: number, bits: number): number {
  const histogram = new RangeHistogram();
  histogram.add(activations, largest);
  return histogram.bestRange(bits);
}

function typicalActivations(kind: Kind): Float32Array {
  // Normals whose variance is the mean of so many squared normals: two make it double-exponential.
  const gains = Array.from({ length: kind === 'normed' ? 12 : 2 }, (_, i) => normals(i + 1));
  const values = normals(0).map((x, i) => (x * Math.hypot(...gains.map((gain) => gain[i]!))) / Math.sqrt(gains.length));
  return kind === 'normed' ? values : values.map(silu);
}

function normals(key: number): Float32Array {
  const numbers = new Float32Array(sampled);
  fillGaussian(streamKey(key), numbers);
  return numbers;
}

function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}
