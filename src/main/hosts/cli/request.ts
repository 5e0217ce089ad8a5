import { randomInt } from 'node:crypto';
import { OhmbrushError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { phrase, type Value } from '../../../shared/refusals.ts';
import { type ChipSetup, normalizeChipSetup } from '../../chips/chip-setup.ts';
import { loadChip } from '../../chips/chips.ts';
import { loadPrecision } from '../../chips/precision.ts';
import type { GenerateRequest } from '../../engine/engine-client.ts';
import { modelsFolder } from '../../folders.ts';
import { listModels, type ModelFolder, modelOfId, resolveModel } from '../../models/models.ts';
import type { PaintFlags } from './flags.ts';

export const DEFAULT_CHIP = 'pcm';
export const DEFAULT_PRECISION = 'balanced';

/** The chip and precision that two flags mean. */
export async function resolveChipSetup(chipName: string, precisionName: string): Promise<ChipSetup> {
  const [chip, precision] = await Promise.all([loadChip(chipName), loadPrecision(precisionName)]);
  return normalizeChipSetup({ chip, precision });
}

/** What `generate` and `compare` ask of the engine, before the chip setup is added. */
export async function requestOf(prompt: string, flags: PaintFlags): Promise<Omit<GenerateRequest, keyof ChipSetup>> {
  const model = await findModel(flags.model);
  return {
    modelId: model.id,
    modelFolder: model.folder,
    prompt: checkedText(prompt, phrase('prompt')),
    negativePrompt: checkedText(flags.negative ?? '', phrase('negative-prompt')),
    seed: flags.seed ?? randomInt(2 ** 32),
    ...flags.size,
    ...(flags.steps !== undefined && { steps: flags.steps }),
    ...(flags.guidance !== undefined && { guidance: flags.guidance }),
    ...(flags.sampler !== undefined && { sampler: flags.sampler }),
    chipSeed: flags.chipSeed ?? 0,
    age: flags.age ?? 0,
    ...hostChoices(flags),
  };
}

/** What paints the picture of a recipe again, and refuses to paint with other weights. */
export async function requestFromRecipe(recipe: Recipe, flags: PaintFlags): Promise<GenerateRequest> {
  // The file may be a stranger's: what it says names a model, never a folder.
  const model = await (flags.model === undefined ? modelOfId(recipe.model.id, modelsFolder()) : findModel(flags.model));
  const { model: painted, ...settings } = recipe;
  return {
    ...settings,
    modelId: painted.id,
    modelFolder: model.folder,
    expectedModelHash: painted.hash,
    ...hostChoices(flags),
  };
}

/** What changes how long it takes and not one bit of the picture. */
function hostChoices(flags: PaintFlags): Pick<GenerateRequest, 'backend' | 'threads' | 'previews'> {
  return { ...(flags.backend && { backend: flags.backend }), threads: flags.threads, previews: false };
}

export function knownModels(): Promise<ModelFolder[]> {
  return listModels(modelsFolder());
}

async function findModel(idOrFolder: string | undefined): Promise<ModelFolder> {
  if (idOrFolder !== undefined) return resolveModel(idOrFolder, modelsFolder());
  const [first] = await knownModels();
  if (first) return first;
  throw new OhmbrushError('no-model-installed', {});
}

function checkedText(text: string, what: Value): string {
  const limit = 2000;
  if (text.length <= limit) return text;
  throw new OhmbrushError('text-too-long', { what, length: text.length, limit });
}
