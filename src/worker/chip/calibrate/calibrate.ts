import type { AnalogChip, DigitalChip } from '../../../shared/chip/chip-profile.ts';
import type { PrecisionPlan } from '../../../shared/chip/precision-plan.ts';
import type { KernelPool } from '../../kernels/kernels.ts';
import { crossbar } from '../../kernels/operators/crossbar.ts';
import { createLayerMatmuls } from '../../tensor/matmul.ts';
import type { MatrixEngine, MatrixLayer } from '../../tensor/matrix-layer.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { inputSlicing } from '../convert/adc.ts';
import { codeScale } from '../convert/code-scale.ts';
import { type CrossbarSpec, crossbarSpec } from '../crossbar-spec.ts';
import { bucketOf, type DenoisingStage, type StagedEngine } from '../denoising-stage.ts';
import { planResolver, type ResolvedPrecision } from '../precision/plan.ts';
import { createProgrammedLayers } from '../program/programmed-layers.ts';
import { type ChipInput, inputInRange, inputPerVector, largestInput } from '../quantize/chip-input.ts';
import { notFinite } from '../quantize/quantize.ts';
import { signedMax } from '../quantize/signed-max.ts';
import { type CalibratedStage, type Calibration, calibrationKey } from './calibration.ts';
import { RangeHistogram } from './range-histogram.ts';
import { createSumObserver, losslessIntegers } from './sum-observer.ts';

/**
 * What a calibration paints, whatever the model: a few seconds' look at typical activations. Two pictures of five steps
 * each visit every bucket of the diffusion time.
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
  readonly runPasses: (engine: StagedEngine) => Promise<void>;
}

/** What one layer showed in one bucket. */
interface Seen {
  readonly histogram: RangeHistogram;
  readonly sums: Map<string, SeenSums>;
}

interface SeenSums {
  readonly inputBits: number;
  readonly weightBits: number;
  /** Sums in product units, times the worth of an input integer where that differs from call to call. */
  readonly histogram: RangeHistogram;
}

/**
 * Finds the ranges of a chip's converters by painting on it, at the plan's precision, with nominal cells and a lossless
 * converter: one run gives both the activations' ranges and the tiles' sums.
 *
 * The product itself is the integer one, computed in one piece; the sums of tiles and slices are taken from a part of
 * its rows.
 *
 * Both ranges are those with the least mean square error over everything seen in a layer and bucket (RangeHistogram):
 * of its activations, and of the sums of its tiles and slices. While it runs, a call's activations are quantized in the
 * best range of that call alone; its sums are brought to the bucket's range afterwards.
 *
 * The numbers are exact integers or sums in a fixed order: the same on any backend with any number of threads.
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { pool, profile, plan, modelHash, digital, runPasses } = options;
  const spec = crossbarSpec(profile);
  const perVector = spec.dac.range === 'vector';
  const observes = spec.adc.range === 'calibrated';
  const resolve = planResolver(plan, profile);
  const observer = createSumObserver(pool, spec);
  const integers = createProgrammedLayers(pool, { ...spec, weights: wholeWeights(spec.weights) }, null, 0);
  const matmulOf = createLayerMatmuls();
  const seen = new Map<string, Map<string, Seen>>();
  let stage: DenoisingStage = { phase: 'text' };

  const engine: StagedEngine = {
    beginPhase: (phase) => {
      stage = { phase };
    },
    beginStep: (step) => {
      stage = { phase: 'step', ...step };
    },
    apply(layer, x) {
      const precision = resolve(layer.name, stage.phase === 'step' ? stage.fraction : null);
      if (precision.digital) return digital.apply(layer, x);
      return pool.arena.scope(() => observed(layer, x, precision));
    },
  };

  /** A layer's integer product, after a look at its activations and sums. */
  function observed(layer: MatrixLayer, x: Tensor, { inputBits, weightBits }: ResolvedPrecision): Tensor {
    const product = matmulOf(layer, x);
    const { gather } = product;
    const slicing = inputSlicing(spec.dac, inputBits);
    const record = seenOf(layer.name, bucketOf(stage));

    let unit = 1;
    let input: ChipInput;
    if (perVector) {
      input = inputPerVector(pool, layer, x, product);
    } else {
      const own = new RangeHistogram();
      own.add(x.data, largestInput(pool, layer, x));
      record.histogram.merge(own);
      const range = own.bestRange(inputBits);
      // The integers of a one-shot drive grow as the range shrinks; those of single bits do not.
      if (slicing.inputSlices === 1) unit = range / signedMax(inputBits);
      input = inputInRange(pool, layer, x, product, inputBits, range);
    }

    if (observes) {
      const { histogram } = sumsOf(record, inputBits, weightBits);
      observer.observe({ layer, input, gather, inputBits, weightBits, slicing }, (sums, largest) =>
        histogram.add(sums, largest, unit),
      );
    }

    const output = pool.arena.floats(product.rows * layer.outputs);
    const loaded = integers.get(layer, weightBits);
    const { step, ...codes } = codeScale(loaded, losslessIntegers);
    const { nonFinite } = pool.run(crossbar, {
      crossbar: loaded.crossbar,
      input: input.data,
      gather,
      inputBits,
      inputSlices: 1,
      sliceBits: inputBits,
      ...codes,
      noise: null,
      scale: Math.fround(input.scale * step),
      bias: layer.bias,
      conduction: null,
      output,
      outputStride: layer.outputs,
    });
    if (nonFinite > 0) throw notFinite(layer.name, 'input');
    return { shape: product.outputShape, data: output };
  }

  function seenOf(layer: string, bucket: string): Seen {
    const buckets = seen.get(layer) ?? new Map<string, Seen>();
    seen.set(layer, buckets);
    const found = buckets.get(bucket) ?? { histogram: new RangeHistogram(), sums: new Map() };
    buckets.set(bucket, found);
    return found;
  }

  function momentOf({ histogram, sums }: Seen): CalibratedStage {
    return {
      ranges: perVector ? null : histogram.bestRanges([2, 3, 4, 5, 6, 7, 8]),
      sums: [...sums.values()].map(({ inputBits, weightBits, histogram: ofSums }) => {
        const oneShot = inputSlicing(spec.dac, inputBits).inputSlices === 1;
        const unit = perVector || !oneShot ? 1 : histogram.bestRange(inputBits) / signedMax(inputBits);
        const ranges = ofSums.bestRanges(Array.from({ length: 14 }, (_, i) => i + 2));
        return { inputBits, weightBits, ranges: ranges.map((range) => (unit === 0 ? 0 : range / unit)) };
      }),
    };
  }

  try {
    await runPasses(engine);
  } finally {
    observer.unload();
    integers.unload();
  }
  return {
    version: 2,
    key: calibrationKey(modelHash, profile, plan),
    layers: Object.fromEntries(
      [...seen].map(([layer, buckets]) => [
        layer,
        Object.fromEntries([...buckets].map(([bucket, what]) => [bucket, momentOf(what)])),
      ]),
    ),
  };
}

/** Without a converter the slices make no difference to a product, so it is computed in one piece. */
function wholeWeights(weights: CrossbarSpec['weights']): CrossbarSpec['weights'] {
  return { ...weights, encoding: 'differential', cellBits: 8 };
}

function sumsOf(seen: Seen, inputBits: number, weightBits: number): SeenSums {
  const key = `${inputBits} ${weightBits}`;
  const found = seen.sums.get(key) ?? { inputBits, weightBits, histogram: new RangeHistogram() };
  seen.sums.set(key, found);
  return found;
}
