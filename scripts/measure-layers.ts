/**
 * Measures what chips do to the layers of a model and to its UNet as a whole, and prints the tables of
 * docs/results/chip-fidelity.md.
 *
 * Run: node scripts/measure-layers.mjs [MODEL_FOLDER]    (a minute or two for the built-in model)
 *
 * Two pictures of five steps, chip seed 1. Every product is computed exactly and on the chip, from exact inputs; the
 * ratio is of the sums of squares over all products of a layer. The UNet as a whole answers on the chip from exact
 * latents and exact text.
 */
import './require-node.mjs';
import { loadChip } from '../src/main/chips/chips.ts';
import { loadPrecision } from '../src/main/chips/precision.ts';
import type { AnalogChip, DigitalChip } from '../src/shared/chip/chip-profile.ts';
import type { Recipe } from '../src/shared/recipe/recipe.ts';
import { makeChip } from '../src/worker/chip/program/physical-chip.ts';
import { type ChipEngine, createChipEngine, type StagedEngine } from '../src/worker/chip/run/chip-engine.ts';
import { NO_METER } from '../src/worker/energy/events.ts';
import { ExactEngine } from '../src/worker/exact/exact-engine.ts';
import type { KernelPool } from '../src/worker/kernels/kernels.ts';
import { createKernelPool } from '../src/worker/kernels/pool.ts';
import type { Model } from '../src/worker/models/load-model.ts';
import type { UNet, UNetInput } from '../src/worker/networks/unet.ts';
import { calibrationFor } from '../src/worker/pipeline/calibration-for.ts';
import { createModelCache } from '../src/worker/pipeline/model-cache.ts';
import { textToImage } from '../src/worker/pipeline/text-to-image.ts';
import type { Compute } from '../src/worker/tensor/compute.ts';

const YEAR = 365 * 24 * 3600;
const SETTINGS: readonly { label: string; chip: string; precision: string; age?: number }[] = [
  { label: 'ideal-8bit', chip: 'ideal-8bit', precision: 'exact' },
  { label: 'sram-digital', chip: 'sram-digital', precision: 'exact' },
  { label: 'sram-analog', chip: 'sram-analog', precision: 'exact' },
  { label: 'reram', chip: 'reram', precision: 'exact' },
  { label: 'pcm', chip: 'pcm', precision: 'exact' },
  { label: 'pcm, one year old', chip: 'pcm', precision: 'exact', age: YEAR },
  { label: 'pcm, balanced', chip: 'pcm', precision: 'balanced' },
  { label: 'sram-digital, frugal', chip: 'sram-digital', precision: 'frugal' },
  { label: 'sram-analog, frugal', chip: 'sram-analog', precision: 'frugal' },
  { label: 'pcm, frugal', chip: 'pcm', precision: 'frugal' },
];
const PICTURES: readonly { readonly prompt: string; readonly seed: number }[] = [
  { prompt: 'a yellow banana, flat style', seed: 3 },
  { prompt: 'a cat with sunglasses, 3d style', seed: 4 },
];
const STEPS = 5;

/** Sums of squares of the exact values and of the errors. */
interface Ratio {
  signal: number;
  noise: number;
}

const decibels = ({ signal, noise }: Ratio) => 10 * Math.log10(signal / noise);

function add(ratio: Ratio, wanted: Float32Array, found: Float32Array): void {
  for (let i = 0; i < wanted.length; i++) {
    ratio.signal += wanted[i]! ** 2;
    ratio.noise += (found[i]! - wanted[i]!) ** 2;
  }
}

/** Every layer that is on the chip at some moment, from exact inputs. */
function measureLayers(model: Model, recipe: Recipe, kernels: KernelPool, exact: ExactEngine, chip: ChipEngine) {
  const layers = new Map<string, Ratio>();
  const both: StagedEngine = {
    ...chip,
    apply(layer, x) {
      const wanted = exact.apply(layer, x);
      const ratio = layers.get(layer.name) ?? { signal: 0, noise: 0 };
      add(ratio, wanted.data, chip.apply(layer, x).data);
      layers.set(layer.name, ratio);
      return wanted;
    },
  };
  for (const picture of PICTURES) {
    textToImage(
      model,
      { ...recipe, ...picture },
      { engine: both, kernels, meter: NO_METER },
      { ...both, afterStep() {} },
    );
  }
  // Exactly nothing is off where a layer stays digital.
  return [...layers].filter(([, { noise }]) => noise > 0);
}

/**
 * The UNet's answer, and the difference between its answers with and without the prompt, which guidance multiplies; by
 * steps.
 */
function measureUNet(model: Model, recipe: Recipe, kernels: KernelPool, exact: ExactEngine, chip: ChipEngine) {
  const answers: Ratio[] = [];
  const differences: Ratio[] = [];
  const difference = (outputs: Float32Array) => {
    const size = outputs.length / 2;
    return outputs.subarray(size).map((value, i) => value - outputs[i]!);
  };
  let index = 0;
  const predict = (compute: Compute, input: UNetInput) => {
    const wanted = model.unet.predict(compute, input);
    const found = model.unet.predict({ ...compute, engine: chip }, input).data;
    answers[index] ??= { signal: 0, noise: 0 };
    differences[index] ??= { signal: 0, noise: 0 };
    add(answers[index]!, wanted.data, found);
    add(differences[index]!, difference(wanted.data), difference(found));
    return wanted;
  };
  const unet: UNet = Object.create(model.unet, { predict: { value: predict } });
  for (const picture of PICTURES) {
    textToImage(
      { ...model, unet, guidanceStop: 1 },
      { ...recipe, ...picture },
      { engine: exact, kernels, meter: NO_METER },
      {
        beginPhase: chip.beginPhase,
        beginStep(step) {
          index = step.index;
          chip.beginStep(step);
        },
        afterStep() {},
      },
    );
  }
  return { answers, differences };
}

async function measure(folder: string, kernels: KernelPool): Promise<void> {
  const { model, hash } = createModelCache().open(folder);
  const { width, height, guidance, sampler } = model.summary;
  const exact = new ExactEngine(kernels, NO_METER);
  const layerRows: string[][] = [];
  const stepRows: string[][] = [];
  for (const { label, chip: id, precision: name, age = 0 } of SETTINGS) {
    const profile = (await loadChip(id)) as AnalogChip | DigitalChip;
    const precision = await loadPrecision(name);
    const recipe: Recipe = {
      version: 1,
      model: { id: folder, hash },
      prompt: '',
      negativePrompt: '',
      seed: 1,
      width,
      height,
      steps: STEPS,
      guidance,
      sampler,
      chip: profile,
      chipSeed: 1,
      age,
      precision,
    };
    const calibration = await calibrationFor({
      recipe,
      model,
      kernels,
      cacheFolder: null,
      throwIfCancelled() {},
      repeatProgress() {},
      onProgress() {},
    });
    const chip = makeChip(kernels, profile, recipe.chipSeed, age);
    const engine = createChipEngine({
      pool: kernels,
      chip,
      plan: precision.plan,
      pictureSeed: recipe.seed,
      calibration,
      meter: NO_METER,
      digital: exact,
    });
    const layers = measureLayers(model, recipe, kernels, exact, engine);
    const parts = ['text_encoder', 'unet', 'vae'].map((part) => {
      const sorted = layers.filter(([layer]) => layer.startsWith(`${part}.`)).map(([, ratio]) => decibels(ratio));
      sorted.sort((a, b) => a - b);
      const [low, middle, high] = [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!].map((x) => x.toFixed(1));
      return `${low} / ${middle} / ${high} (${sorted.length})`;
    });
    layerRows.push([label, ...parts]);
    const { answers, differences } = measureUNet(model, recipe, kernels, exact, engine);
    const [ofAnswers, ofDifferences] = [answers, differences].map((ratios) =>
      ratios.map((ratio) => Math.round(decibels(ratio))),
    );
    stepRows.push([label, ...ofAnswers!.map((ratio, i) => `${ratio} / ${ofDifferences![i]}`)]);
    chip.close();
    console.error(label);
  }
  printTable(['Chip', 'Text encoder', 'UNet', 'Decoder'], layerRows);
  printTable(['Chip', ...Array.from({ length: STEPS }, (_, i) => `Step ${i + 1}`)], stepRows);
}

function printTable(head: string[], rows: string[][]): void {
  for (const cells of [head, head.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
  console.log();
}

const kernels = createKernelPool({ threads: 1 });
await measure(process.argv[2] ?? 'resources/models/sticker', kernels);
await kernels.close();
