import { randomInt } from 'node:crypto';
import type { PaintRequest } from '../../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../../shared/errors.ts';
import { type Draft, draftSchema } from '../../../shared/recipe/draft.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { phrase, type Value } from '../../../shared/refusals.ts';
import { type ChipSetup, normalizeChipSetup } from '../../chips/chip-setup.ts';
import { loadChip } from '../../chips/chips.ts';
import { loadPrecision } from '../../chips/precision.ts';
import { modelsFolder } from '../../folders.ts';
import { type InstalledModel, listModels, modelOfId, resolveModel } from '../../models/models.ts';
import { type FieldFlags, flaggedFields, given } from './field-flags.ts';
import type { PaintFlags } from './flags.ts';

/** The chip and precision that the two flags name. */
export async function resolveChipSetup(chipName: string, precisionName: string): Promise<ChipSetup> {
  const [chip, precision] = await Promise.all([loadChip(chipName), loadPrecision(precisionName)]);
  return normalizeChipSetup({ chip, precision });
}

/** The pictures that `generate` or `compare` are to paint. */
export async function requestOf(prompt: string, flags: PaintFlags, painted: ChipSetup): Promise<PaintRequest> {
  const model = await findModel(flags.model);
  const said = { seed: randomInt(2 ** 32), ...fieldsGiven(flags) };
  const draft = draftSchema.parse({
    ...said,
    prompt: checkedText(prompt, phrase('prompt')),
    negativePrompt: checkedText(said.negativePrompt ?? '', phrase('negative-prompt')),
    model: { id: model.id },
    ...painted,
  });
  return { draft, modelFolder: model.folder, ...hostChoices(flags) };
}

/** Fields whose flags give a name to resolve: model, chip, precision. */
const NAMED: readonly string[] = ['model', 'chip', 'precision'];

/** The fields whose values the flags give directly. */
function fieldsGiven({ size, ...flags }: FieldFlags): Partial<Draft> {
  const values = flaggedFields()
    .filter((id) => !NAMED.includes(id))
    .map((id) => [id, given(id, flags).value])
    .filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(values), ...size };
}

/** The request that paints a recipe's picture again, and fails if the model has other weights. */
export async function requestFromRecipe(recipe: Recipe, flags: PaintFlags): Promise<PaintRequest> {
  // The file may come from a stranger: its model field is used as an id, never as a path.
  const model = await (flags.model === undefined ? modelOfId(recipe.model.id, modelsFolder()) : findModel(flags.model));
  return { draft: recipe, modelFolder: model.folder, ...hostChoices(flags) };
}

/** Settings that affect only speed, never the pixels. */
function hostChoices(flags: PaintFlags): Pick<PaintRequest, 'backend' | 'threads' | 'previews'> {
  return { ...(flags.backend && { backend: flags.backend }), threads: flags.threads, previews: false };
}

export function knownModels(): Promise<InstalledModel[]> {
  return listModels(modelsFolder());
}

async function findModel(idOrFolder: string | undefined): Promise<InstalledModel> {
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
