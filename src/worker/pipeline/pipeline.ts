import type { PaintRequest, PaintResult, Pixels, Progress } from '../../shared/engine/engine-protocol.ts';
import type { StagedEngine } from '../chip/denoising-stage.ts';
import { type ChipEngine, createChipEngine } from '../chip/run/chip-engine.ts';
import { createLedger } from '../energy/ledger.ts';
import { startMachineMeter } from '../energy/machine.ts';
import { ExactEngine } from '../exact/exact-engine.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { createKernelPool } from '../kernels/pool.ts';
import type { Model } from '../models/load-model.ts';
import type { MatrixEngine } from '../tensor/matrix-layer.ts';
import { calibrationFor } from './calibration-for.ts';
import { createChipCache } from './chip-cache.ts';
import { completeRecipe } from './complete-recipe.ts';
import { createModelCache } from './model-cache.ts';
import { toPixels } from './pixels.ts';
import { createPreviewer } from './preview.ts';
import { textToImage } from './text-to-image.ts';
import { watched } from './watched.ts';

export interface PaintListeners {
  /** Throws OhmbrushError 'cancelled' once the request has been cancelled; asked before every layer. */
  throwIfCancelled(): void;
  onProgress(progress: Progress): void;
  onPreview(step: number, pixels: Pixels): void;
}

/**
 * Paints pictures, and keeps what the next one is likely to need: the model, the kernel threads and the programmed
 * chip.
 */
export interface Pipeline {
  /** @throws OhmbrushError */
  paint(request: PaintRequest, listeners: PaintListeners): Promise<PaintResult>;
}

export function createPipeline(): Pipeline {
  const models = createModelCache();
  const chips = createChipCache();
  let pool: KernelPool | null = null;

  async function poolFor({ backend, threads }: PaintRequest): Promise<KernelPool> {
    if (pool && (pool.threads !== threads || (backend !== undefined && pool.backend !== backend))) {
      chips.clear();
      await pool.close();
      pool = null;
    }
    pool ??= createKernelPool({ threads, ...(backend === undefined ? {} : { backend }) });
    return pool;
  }

  return {
    async paint(request, listeners) {
      const { throwIfCancelled } = listeners;
      const started = performance.now();
      const ledger = createLedger({ chip: request.draft.chip });
      let said: Omit<Progress, 'joules'> = { phase: 'loading', done: 0, total: 1, etaSeconds: null };
      const repeatProgress = () => listeners.onProgress({ ...said, joules: ledger.soFar().joules });
      const report = (phase: Progress['phase'], done: number, total: number, etaSeconds: number | null = null) => {
        said = { phase, done, total, etaSeconds };
        repeatProgress();
      };

      report('loading', 0, 1);
      const { model, hash } = models.open(request.modelFolder);
      const recipe = completeRecipe(request.draft, model.summary, hash);
      const kernels = await poolFor(request);
      const digital = new ExactEngine(kernels, ledger.meter);
      const calibration = await calibrationFor({
        recipe,
        model,
        kernels,
        throwIfCancelled,
        repeatProgress,
        onProgress: (done, total) => report('calibrating', done, total),
      });
      let engine = withoutChip(digital);
      if (recipe.chip.kind !== 'exact') {
        const onChip = createChipEngine({
          pool: kernels,
          chip: chips.get(kernels, recipe.chip, recipe),
          plan: recipe.precision.plan,
          pictureSeed: recipe.seed,
          calibration,
          meter: ledger.meter,
          digital,
        });
        programAll(onChip, model, throwIfCancelled, (done, total) => report('programming', done, total));
        engine = onChip;
      }
      const previews = request.previews ? createPreviewer(model, kernels) : null;
      const paintingSince = performance.now();
      const machine = startMachineMeter();

      const image = textToImage(
        model,
        recipe,
        { engine: watched(engine, { throwIfCancelled, repeatProgress }), kernels, meter: ledger.meter },
        {
          beginPhase(phase) {
            engine.beginPhase(phase);
            ledger.beginPhase(phase);
            report(phase, 0, 1);
          },
          beginStep(step) {
            if (step.index === 0) report('step', 0, recipe.steps);
            engine.beginStep(step);
            ledger.beginPhase('step', step.index);
          },
          afterStep(index, denoised) {
            const done = index + 1;
            const perStep = (performance.now() - paintingSince) / 1000 / done;
            report('step', done, recipe.steps, perStep * (recipe.steps - done));
            if (previews && done < recipe.steps) listeners.onPreview(done, previews(denoised));
          },
        },
      );
      const pixels = toPixels(image);
      const seconds = (performance.now() - paintingSince) / 1000;
      return {
        pixels,
        recipe,
        seconds,
        preparationSeconds: (paintingSince - started) / 1000,
        backend: kernels.backend,
        backendDetail: kernels.detail,
        threads: kernels.threads,
        energy: ledger.report({
          seconds,
          machine: machine.stop(),
          weightBytes: bfloat16Traffic(model, recipe.steps),
        }),
      };
    },
  };
}

/** `exact`: every product beside the chip, at every stage. */
function withoutChip(digital: MatrixEngine): StagedEngine {
  return { apply: (layer, x) => digital.apply(layer, x), beginPhase() {}, beginStep() {} };
}

/** Programs every layer before the first picture step, so that its time is not taken for the picture's. */
function programAll(
  engine: ChipEngine,
  model: Model,
  throwIfCancelled: () => void,
  onProgress: (done: number, total: number) => void,
): void {
  const parts = [
    { layers: model.textEncoder.layers, begin: () => engine.beginPhase('text') },
    { layers: model.unet.layers, begin: () => engine.beginStep({ index: 0, fraction: 0, timestep: 1000 }) },
    { layers: model.autoencoder.decoderLayers, begin: () => engine.beginPhase('decode') },
  ];
  const total = parts.reduce((sum, part) => sum + part.layers.length, 0);
  let done = 0;
  for (const part of parts) {
    part.begin();
    for (const layer of part.layers) {
      throwIfCancelled();
      engine.program(layer);
      onProgress(++done, total);
    }
  }
}

/**
 * Bytes of weights that a GPU would fetch: bfloat16, the UNet at each step (guidance is one batch), the others once.
 */
function bfloat16Traffic(model: Model, steps: number): number {
  const parameters = (layers: Model['unet']['layers']) => layers.reduce((sum, layer) => sum + layer.weight.length, 0);
  const { textEncoder, unet, autoencoder } = model;
  return 2 * (parameters(textEncoder.layers) + steps * parameters(unet.layers) + parameters(autoencoder.decoderLayers));
}
