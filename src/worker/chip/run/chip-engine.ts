import type { PrecisionPlan } from '../../../shared/chip/precision-plan.ts';
import type { Meter } from '../../energy/events.ts';
import { streamKey } from '../../kernels/gaussian.ts';
import type { KernelPool } from '../../kernels/kernels.ts';
import { type CrossbarCall, crossbar } from '../../kernels/operators/crossbar.ts';
import { createLayerMatmuls, type LayerMatmul } from '../../tensor/matmul.ts';
import type { MatrixEngine, MatrixLayer } from '../../tensor/matrix-layer.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { bucketOf, type DenoisingStage, evaluationOf, type StagedEngine } from '../denoising-stage.ts';
import { planResolver, type ResolvedPrecision } from '../precision/plan.ts';
import { layerHash } from '../program/layer-hash.ts';
import type { PhysicalChip } from '../program/physical-chip.ts';
import { type ChipInput, inputInRange, inputPerVector, largestInput } from '../quantize/chip-input.ts';
import { notFinite } from '../quantize/quantize.ts';
import { createLayerConfigs, type LayerConfig } from './layer-config.ts';
import { meterChipMatmul } from './meter-chip-matmul.ts';

export interface ChipEngineOptions {
  readonly pool: KernelPool;
  readonly chip: PhysicalChip;
  readonly plan: PrecisionPlan;
  /** Read noise depends on it, on the chip seed and on the step. */
  readonly pictureSeed: number;
  /**
   * Null where the profile needs none (`needsCalibration`); then a calibrated range falls back as a layer unknown to
   * the calibration does.
   */
  readonly calibration: Calibration | null;
  readonly meter: Meter;
  /** Runs the layers that stay digital, and meters them. */
  readonly digital: MatrixEngine;
}

export interface ChipEngine extends StagedEngine {
  /** Programs a layer ahead of its first use, where the plan puts it on the chip at this stage. */
  program(layer: MatrixLayer): void;
}

/** Tells the products of a layer apart that belong to one stage. */
interface NoiseStream {
  /** layerHash of its name. */
  readonly layer: number;
  /** Products of the layer since `since`: guidance may evaluate a network twice. */
  calls: number;
  since: number;
}

/**
 * Runs trained products on an emulated chip: quantize, gather, analog product over tiles and slices, convert, shift and
 * add, scale, add the bias (operators/crossbar.ts has the arithmetic), and counts the events.
 *
 * A layer that the calibration never saw takes its activations' range from the tensor itself and the converter's full
 * scale.
 *
 * A step of the UNet is about a hundred products of some ten microseconds: all that stays the same from one step to the
 * next is kept.
 */
export function createChipEngine(options: ChipEngineOptions): ChipEngine {
  const { pool, chip, plan, pictureSeed, calibration, meter, digital } = options;
  const { profile, spec, chipSeed } = chip;
  const resolve = planResolver(plan, profile);
  const matmulOf = createLayerMatmuls();
  const configOf = createLayerConfigs(chip, calibration);
  const streams = new WeakMap<MatrixLayer, NoiseStream>();
  let stage: DenoisingStage = { phase: 'text' };
  let bucket = bucketOf(stage);
  let stagesBegun = 0;

  function begin(next: DenoisingStage): void {
    stage = next;
    bucket = bucketOf(next);
    stagesBegun++;
  }

  function precisionOf(layer: MatrixLayer): ResolvedPrecision {
    return resolve(layer.name, stage.phase === 'step' ? stage.fraction : null);
  }

  function inputOf(layer: MatrixLayer, x: Tensor, product: LayerMatmul, range: number | null, bits: number): ChipInput {
    if (spec.dac.range === 'vector') return inputPerVector(pool, layer, x, product);
    return inputInRange(pool, layer, x, product, bits, range ?? largestInput(pool, layer, x));
  }

  /** One key for each product of a picture. */
  function noiseKey(layer: MatrixLayer): number {
    let stream = streams.get(layer);
    if (stream === undefined) {
      stream = { layer: layerHash(layer.name), calls: 0, since: stagesBegun };
      streams.set(layer, stream);
    }
    if (stream.since !== stagesBegun) {
      stream.since = stagesBegun;
      stream.calls = 0;
    }
    return streamKey(pictureSeed, chipSeed, stream.layer, evaluationOf(stage), stream.calls++);
  }

  function multiply(layer: MatrixLayer, x: Tensor, product: LayerMatmul, config: LayerConfig, bits: number): Tensor {
    const { crossbar: cells, slicing, codes, noise, conduction } = config;
    const input = inputOf(layer, x, product, config.range, bits);
    const output = pool.arena.floats(product.rows * layer.outputs);
    const call: CrossbarCall = {
      crossbar: cells,
      input: input.data,
      gather: product.gather,
      inputBits: bits,
      inputSlices: slicing.inputSlices,
      sliceBits: slicing.sliceBits,
      inverseLsb: codes.inverseLsb,
      codeMin: codes.codeMin,
      codeMax: codes.codeMax,
      sliceWeight: codes.sliceWeight,
      offset: codes.offset,
      noise: noise && { key: noiseKey(layer), output: noise.output, cell: noise.cell },
      scale: Math.fround(input.scale * codes.step),
      columnScale: codes.columnScale,
      bias: layer.bias,
      conduction,
      output,
      outputStride: layer.outputs,
    };
    const counts = pool.run(crossbar, call);
    if (counts.nonFinite > 0) throw notFinite(layer.name, 'input');
    const analog = profile.kind === 'analog';
    const events = {
      ...config.eventsOf(product, x.data.length),
      clipped: analog ? counts.clipped : 0,
      conductionSum: counts.conduction * config.conductionUnit,
    };
    meterChipMatmul(meter, layer.name, events, x.data.length, output.length);
    return { shape: product.outputShape, data: output };
  }

  return {
    beginPhase: (phase) => begin({ phase }),
    beginStep: (step) => begin({ phase: 'step', ...step }),

    program(layer) {
      const precision = precisionOf(layer);
      if (!precision.digital) chip.layers.get(layer, precision.weightBits);
    },

    apply(layer, x) {
      const precision = precisionOf(layer);
      if (precision.digital) return digital.apply(layer, x);
      const product = matmulOf(layer, x);
      const config = configOf(layer, precision, bucket);
      // Padded or quantized activations go once the product is there.
      return pool.arena.scope(() => multiply(layer, x, product, config, precision.inputBits));
    },
  };
}
