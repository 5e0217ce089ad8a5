import type { AnalogChip } from '../../shared/chip-profile.ts';
import type { PrecisionPlan } from '../../shared/precision-plan.ts';
import type { Meter } from '../energy/events.ts';
import { streamKey } from '../kernels/gaussian.ts';
import type { CrossbarCall, KernelPool } from '../kernels/kernels.ts';
import type { MatrixEngine, MatrixLayer } from '../tensor/matrix-layer.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { type Conversion, conversionOf, type InputSlicing, inputSlicing } from './adc.ts';
import { type Calibration, rangeFor, sumsFor } from './calibration.ts';
import { countEvents } from './chip-events.ts';
import { offConductance } from './conductance-grid.ts';
import { layerHash } from './layer-hash.ts';
import { bucketOf, evaluationOf, type Moment } from './moment.ts';
import type { PhysicalChip } from './physical-chip.ts';
import { planResolver } from './plan.ts';
import { createProducts, type Product } from './product.ts';
import type { LoadedLayer } from './programmed-layers.ts';
import { absoluteMaximum } from './quantize.ts';
import { inputInRange, inputPerVector, type QuantizedInput } from './quantized-input.ts';
import { conduction, driveEnergy, fillReadNoise } from './row-work.ts';
import { createScratch } from './scratch.ts';

export interface ChipEngineOptions {
  readonly pool: KernelPool;
  readonly chip: PhysicalChip;
  readonly plan: PrecisionPlan;
  /** Read noise depends on it, on the chip seed and on the step. */
  readonly pictureSeed: number;
  /** Null where the profile needs none (`needsCalibration`); then a calibrated range falls back as a layer unknown to the calibration does. */
  readonly calibration: Calibration | null;
  readonly meter: Meter;
  /** Runs the layers that stay digital, and meters them. */
  readonly digital: MatrixEngine;
}

/** A matrix engine that is told when it runs: plans, calibration and read noise depend on it. */
export interface TimedEngine extends MatrixEngine {
  beginPhase(phase: 'text' | 'decode'): void;
  /** One evaluation of the UNet; see Moment. */
  beginStep(step: { readonly index: number; readonly fraction: number; readonly timestep: number }): void;
}

export interface ChipEngine extends TimedEngine {
  /** Programs a layer ahead of its first use, where the plan puts it on the chip at this moment. */
  program(layer: MatrixLayer): void;
}

/**
 * Runs trained products on an emulated chip: quantize, gather, analog product over tiles and slices, convert, shift and add, scale, add the
 * bias (kernels.ts has the arithmetic), and counts the events.
 *
 * A layer that the calibration never saw takes its activations' range from the tensor in hand and the converter's full scale.
 */
export function createChipEngine(options: ChipEngineOptions): ChipEngine {
  const { pool, plan, pictureSeed, calibration, meter, digital } = options;
  const { profile, model, chipSeed, layers } = options.chip;
  const resolve = planResolver(plan, profile);
  const productOf = createProducts();
  const scratch = createScratch();
  let moment: Moment = { phase: 'text' };
  /** Products of each layer since the moment began: guidance may evaluate a network twice. */
  const calls = new Map<string, number>();

  function begin(next: Moment): void {
    moment = next;
    calls.clear();
  }

  function precisionOf(layer: MatrixLayer) {
    return resolve(layer.name, moment.phase === 'step' ? moment.fraction : null);
  }

  function quantize(layer: MatrixLayer, x: Tensor, product: Product, bits: number): QuantizedInput {
    if (model.dac.range === 'vector') return inputPerVector(layer, x, product, bits, scratch);
    const largest = absoluteMaximum(x.data, 0, x.data.length, layer.name, 'input');
    const limit = rangeFor(calibration, layer.name, bucketOf(moment), bits) ?? largest;
    return inputInRange(layer, x, product, bits, limit, scratch);
  }

  function readNoise(
    layer: LoadedLayer,
    name: string,
    input: QuantizedInput,
    slicing: InputSlicing,
    conversion: Conversion,
    adcBits: number,
  ): CrossbarCall['noise'] {
    if (!isNoisy(model.read)) return null;
    // A plan that asks for fewer bits makes the step coarser, not the circuit noisier.
    const outputNoise =
      model.adc.range === 'lossless'
        ? model.read.outputNoise
        : model.read.outputNoise * 2 ** (adcBits - model.adc.bits);
    const { rows: inputs, tileRows } = layer.crossbar;
    const gMaxSteps = layer.grid.stepsPerWindow / (1 - offConductance(model.cell));
    const cellNoise = model.read.weightNoise * gMaxSteps * conversion.inverseLsb;
    const tiles = Math.ceil(inputs / tileRows);
    const sigma = scratch.sigma(input.gather.rowStart.length * tiles * slicing.slices);
    fillReadNoise(input.data, input.gather, slicing, inputs, tileRows, outputNoise, cellNoise, sigma);
    const call = calls.get(name) ?? 0;
    calls.set(name, call + 1);
    return { key: streamKey(pictureSeed, chipSeed, layerHash(name), evaluationOf(moment), call), sigma };
  }

  return {
    beginPhase: (phase) => begin({ phase }),
    beginStep: (step) => begin({ phase: 'step', ...step }),

    program(layer) {
      const precision = precisionOf(layer);
      if (!precision.digital) layers.get(layer, precision.weightBits);
    },

    apply(layer, x) {
      const precision = precisionOf(layer);
      if (precision.digital) return digital.apply(layer, x);
      const { inputBits, weightBits, adcBits } = precision;
      const product = productOf(layer, x);
      const loaded = layers.get(layer, weightBits);
      const { layout, crossbar } = loaded;
      const slicing = inputSlicing(model.dac, inputBits);
      const input = quantize(layer, x, product, inputBits);
      const conversion = conversionOf(
        model,
        layout,
        slicing,
        crossbar.tileRows,
        adcBits,
        loaded.grid.stepsPerLevel,
        loaded.readGain,
        isNoisy(model.read),
        sumsFor(calibration, layer.name, bucketOf(moment), inputBits, weightBits, slicing, layout),
      );
      const noise = readNoise(loaded, layer.name, input, slicing, conversion, adcBits);
      const output = zeros(product.outputShape);
      const counts = pool.crossbar(
        loaded.handle,
        {
          input: input.data,
          gather: input.gather,
          inputSlices: slicing.slices,
          sliceBits: slicing.sliceBits,
          ...scaling(loaded, conversion, input.scale),
          noise,
          bias: layer.bias,
          output: output.data,
          outputStride: layer.outputs,
        },
        product.rows,
      );

      const analog = profile.kind === 'analog';
      meter.chip(layer.name, {
        ...countEvents(profile, precision, {
          rows: product.rows,
          inputs: layer.inputs,
          outputs: layer.outputs,
          activations: x.data.length,
        }),
        clipped: analog ? counts.clipped : 0,
        conductionSum: analog
          ? conduction(input.data, input.gather, driveEnergy(profile.dac, slicing), loaded.rowConductance)
          : 0,
      });
      // Multiply, round and clamp an activation; scale a sum and add the bias.
      meter.digital('quantize', layer.name, 3 * x.data.length, 5 * x.data.length);
      meter.digital('elementwise', layer.name, 2 * output.data.length, 8 * output.data.length);
      return output;
    },
  };
}

function isNoisy(read: AnalogChip['read']): boolean {
  return read.outputNoise > 0 || read.weightNoise > 0;
}

/**
 * How codes become numbers. A pair's sums are counted in LSB, and a row's scale carries the LSB. The offset encoding counts in product units,
 * whole multiples of which its LSB is, so that the integer offset is taken off exactly.
 */
export function scaling(
  layer: LoadedLayer,
  conversion: Conversion,
  activationScale: Float32Array,
): Pick<CrossbarCall, 'inverseLsb' | 'codeMin' | 'codeMax' | 'sliceWeight' | 'offset' | 'rowScale' | 'columnScale'> {
  const { lsb, inverseLsb, codeMin, codeMax } = conversion;
  const { offset, sliceWeight } = layer.layout;
  const common = { inverseLsb, codeMin, codeMax, offset: -offset, columnScale: layer.columnScale };
  if (layer.layout.encoding === 'offset') {
    return { ...common, sliceWeight: sliceWeight.map((weight) => weight * lsb), rowScale: activationScale };
  }
  for (let m = 0; m < activationScale.length; m++) activationScale[m] = activationScale[m]! * lsb;
  return { ...common, sliceWeight, rowScale: activationScale };
}
