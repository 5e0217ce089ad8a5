import type { OhmbrushError } from '../../shared/errors.ts';
import { DEFAULTS } from '../../shared/recipe/fields.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import { calibrate, calibrationRuns } from '../chip/calibrate/calibrate.ts';
import { type Calibration, calibrationKey, needsCalibration } from '../chip/calibrate/calibration.ts';
import { readCalibration, writeCalibration } from '../chip/calibrate/calibration-cache.ts';
import { NO_METER } from '../energy/events.ts';
import { ExactEngine } from '../exact/exact-engine.ts';
import { cacheFolder } from '../files/cache-file.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import type { Model } from '../models/load-model.ts';
import { defaultSampler } from '../samplers/index.ts';
import { textToImage } from './text-to-image.ts';
import { watched } from './watched.ts';

interface CalibrationOptions {
  readonly recipe: Recipe;
  readonly model: Model;
  readonly kernels: KernelPool;
  throwIfCancelled(): void;
  repeatProgress(): void;
  onProgress(done: number, total: number): void;
}

/**
 * The calibration of the recipe's chip on the model: from the cache, or made now. Null where the chip needs none.
 * It paints at the model's own size, guidance and sampler, whatever the recipe says: one calibration serves them all.
 */
export async function calibrationFor(options: CalibrationOptions): Promise<Calibration | null> {
  const { recipe, model, kernels, throwIfCancelled, repeatProgress, onProgress } = options;
  const profile = recipe.chip;
  const { plan } = recipe.precision;
  if (profile.kind === 'exact' || !needsCalibration(profile)) return null;
  const key = calibrationKey(recipe.model.hash, profile, plan);
  const folder = cacheFolder();
  const cached = folder === null ? null : await readCalibration(folder, key, layersOf(model));
  if (cached) return cached;

  const { width, height, guidance } = model.summary;
  const total = calibrationRuns.reduce((sum, run) => sum + run.steps, 0);
  let done = 0;
  onProgress(done, total);
  const digital = new ExactEngine(kernels, NO_METER);
  const calibration = await calibrate({
    pool: kernels,
    profile,
    plan,
    modelHash: recipe.model.hash,
    digital,
    async runPasses(engine) {
      for (const { prompt, seed, steps } of calibrationRuns) {
        textToImage(
          model,
          { ...DEFAULTS, prompt, seed, width, height, steps, guidance, sampler: defaultSampler(model.schedule) },
          { engine: watched(engine, { throwIfCancelled, repeatProgress }), kernels, meter: NO_METER },
          {
            beginPhase: (phase) => engine.beginPhase(phase),
            beginStep: (step) => engine.beginStep(step),
            afterStep() {
              onProgress(++done, total);
            },
          },
        );
      }
    },
  });
  if (folder !== null) await writeCalibration(folder, calibration).catch(sayOnce);
  return calibration;
}

function layersOf({ textEncoder, unet, autoencoder }: Model): (name: string) => boolean {
  const layers = [...textEncoder.layers, ...unet.layers, ...autoencoder.decoderLayers];
  const names = new Set(layers.map(({ name }) => name));
  return (name) => names.has(name);
}

let said = false;

/** What is not kept is made again: no reason to lose the picture. */
function sayOnce(error: OhmbrushError): void {
  if (!said) console.error(`Ohmbrush: ${error.line}`);
  said = true;
}
