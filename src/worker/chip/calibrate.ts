import type { AnalogChip, DigitalChip } from '../../shared/chip-profile.ts';
import type { PrecisionPlan } from '../../shared/precision-plan.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import type { MatrixEngine } from '../tensor/matrix-layer.ts';
import { zeros } from '../tensor/tensor.ts';
import { conversionOf, inputSlicing } from './adc.ts';
import { type CalibratedMoment, type Calibration, calibrationKey } from './calibration.ts';
import { scaling, type TimedEngine } from './chip-engine.ts';
import { crossbarModel } from './crossbar-model.ts';
import { bucketOf, type Moment } from './moment.ts';
import { planResolver } from './plan.ts';
import { createProducts } from './product.ts';
import { createProgrammedLayers } from './programmed-layers.ts';
import { absoluteMaximum } from './quantize.ts';
import { inputInRange, inputPerVector } from './quantized-input.ts';
import { RangeHistogram } from './range-histogram.ts';
import { signedMax } from './rounding.ts';
import { createScratch } from './scratch.ts';

/**
 * What a calibration paints, whatever the model: a few seconds' look at typical activations. Two pictures of five steps each visit
 * every bucket of the diffusion time.
 */
export const calibrationRuns: readonly { readonly prompt: string; readonly seed: number; readonly steps: number }[] = [
  { prompt: 'a red apple, 3d style', seed: 1, steps: 5 },
  { prompt: 'a smiling dog with blue sunglasses, flat style', seed: 2, steps: 5 },
];

export interface CalibrateOptions {
  readonly pool: KernelPool;
  readonly profile: AnalogChip | DigitalChip;
  readonly plan: PrecisionPlan;
  /** SHA-256 of the model's weights. */
  readonly modelHash: string;
  /** Runs the layers that stay digital. */
  readonly digital: MatrixEngine;
  /** Paints `calibrationRuns` (or whatever is typical) on the engine, telling it the phases and steps. */
  readonly runPasses: (engine: TimedEngine) => Promise<void>;
}

/** What one layer showed in one bucket. */
interface Seen {
  readonly histogram: RangeHistogram;
  readonly sums: Map<string, SeenSums>;
}

interface SeenSums {
  readonly inputBits: number;
  readonly weightBits: number;
  /** Largest |sum|, sum of squares and count, in product units times `unit`. */
  peak: number;
  squares: number;
  count: number;
}

/**
 * Finds the ranges of a chip's converters by painting on it, at the plan's precision, with nominal cells and a lossless converter:
 * one run gives both the activations' ranges and the tiles' sums.
 *
 * Activations: the full scale with the least mean square error over everything seen in a layer and bucket (RangeHistogram). Sums: peak and
 * root mean square over all tiles, slices, rows and columns (adc.ts turns them into a step). While it runs, a call's activations are quantized in
 * the best range of that call alone; its sums are brought to the bucket's range afterwards.
 *
 * The numbers are exact integers or sums in a fixed order: the same on any backend with any number of threads.
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { pool, profile, plan, modelHash, digital, runPasses } = options;
  const model = crossbarModel(profile);
  const perVector = model.dac.range === 'vector';
  const observes = model.adc.range === 'calibrated';
  const resolve = planResolver(plan, profile);
  const layers = createProgrammedLayers(pool, model, null, 0);
  const productOf = createProducts();
  const scratch = createScratch();
  const seen = new Map<string, Map<string, Seen>>();
  let moment: Moment = { phase: 'text' };

  const engine: TimedEngine = {
    beginPhase: (phase) => {
      moment = { phase };
    },
    beginStep: (step) => {
      moment = { phase: 'step', ...step };
    },
    close: () => layers.unload(),
    apply(layer, x) {
      const precision = resolve(layer.name, moment.phase === 'step' ? moment.fraction : null);
      if (precision.digital) return digital.apply(layer, x);
      const { inputBits, weightBits } = precision;
      const product = productOf(layer, x);
      const loaded = layers.get(layer, weightBits);
      const slicing = inputSlicing(model.dac, inputBits);
      const record = seenOf(layer.name, bucketOf(moment));

      let unit = 1;
      let input: ReturnType<typeof inputInRange>;
      if (perVector) {
        input = inputPerVector(layer, x, product, inputBits, scratch);
      } else {
        const largest = absoluteMaximum(x.data, 0, x.data.length, layer.name, 'input');
        const own = new RangeHistogram();
        own.add(x.data, largest);
        record.histogram.add(x.data, largest);
        const range = own.bestRange(inputBits);
        // The integers of a one-shot drive grow as the range shrinks; those of single bits do not.
        if (slicing.slices === 1) unit = range / signedMax(inputBits);
        input = inputInRange(layer, x, product, inputBits, range, scratch);
      }

      const lossless = conversionOf(
        { ...model, adc: { bits: 14, range: 'lossless' } },
        loaded.layout,
        slicing,
        loaded.crossbar.tileRows,
        14,
        1,
        1,
        false,
        null,
      );
      const output = zeros(product.outputShape);
      const observe = { peak: new Int32Array(1), moments: new Float64Array(2) };
      pool.crossbar(
        loaded.handle,
        {
          input: input.data,
          gather: input.gather,
          inputSlices: slicing.slices,
          sliceBits: slicing.sliceBits,
          ...scaling(loaded, lossless, input.scale),
          noise: null,
          bias: layer.bias,
          output: output.data,
          outputStride: layer.outputs,
          ...(observes ? { observe } : {}),
        },
        product.rows,
      );
      if (observes) {
        const sums = sumsOf(record, inputBits, weightBits);
        sums.peak = Math.max(sums.peak, observe.peak[0]! * unit);
        sums.squares += observe.moments[0]! * unit * unit;
        sums.count += observe.moments[1]!;
      }
      return output;
    },
  };

  function seenOf(layer: string, bucket: string): Seen {
    const buckets = seen.get(layer) ?? new Map<string, Seen>();
    seen.set(layer, buckets);
    const found = buckets.get(bucket) ?? { histogram: new RangeHistogram(), sums: new Map() };
    buckets.set(bucket, found);
    return found;
  }

  function momentOf({ histogram, sums }: Seen): CalibratedMoment {
    return {
      ranges: perVector ? null : [2, 3, 4, 5, 6, 7, 8].map((bits) => histogram.bestRange(bits)),
      sums: [...sums.values()].map(({ inputBits, weightBits, peak, squares, count }) => {
        const oneShot = inputSlicing(model.dac, inputBits).slices === 1;
        const unit = perVector || !oneShot ? 1 : histogram.bestRange(inputBits) / signedMax(inputBits);
        if (unit === 0) return { inputBits, weightBits, peak: 0, rms: 0 };
        return { inputBits, weightBits, peak: peak / unit, rms: Math.sqrt(squares / count) / unit };
      }),
    };
  }

  try {
    await runPasses(engine);
  } finally {
    engine.close();
  }
  return {
    version: 1,
    key: calibrationKey(modelHash, profile, plan),
    layers: Object.fromEntries(
      [...seen].map(([layer, buckets]) => [
        layer,
        Object.fromEntries([...buckets].map(([bucket, what]) => [bucket, momentOf(what)])),
      ]),
    ),
  };
}

function sumsOf(seen: Seen, inputBits: number, weightBits: number): SeenSums {
  const key = `${inputBits} ${weightBits}`;
  const found = seen.sums.get(key) ?? { inputBits, weightBits, peak: 0, squares: 0, count: 0 };
  seen.sums.set(key, found);
  return found;
}
