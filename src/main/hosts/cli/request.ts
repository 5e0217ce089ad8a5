import { randomInt } from 'node:crypto';
import { OhmbrushError } from '../../../shared/errors.ts';
import { type Draft, draftSchema } from '../../../shared/recipe/draft.ts';
import type { Recipe } from '../../../shared/recipe/recipe.ts';
import { type ChipSetup, normalizeChipSetup } from '../../chips/chip-setup.ts';
import { loadChip } from '../../chips/chips.ts';
import { loadPrecision } from '../../chips/precision.ts';
import type { GenerateRequest } from '../../engine/engine-client.ts';
import { modelsFolder } from '../../folders.ts';
import { type InstalledModel, listModels, modelOfId, resolveModel } from '../../models/models.ts';
import { type FieldFlags, flaggedFields, given } from './field-flags.ts';
import type { PaintFlags } from './flags.ts';

/** The chip and precision that two flags mean. */
export async function resolveChipSetup(chipName: string, precisionName: string): Promise<ChipSetup> {
  const [chip, precision] = await Promise.all([loadChip(chipName), loadPrecision(precisionName)]);
  return normalizeChipSetup({ chip, precision });
}

/** What `generate` and `compare` ask to be painted. */
export async function requestOf(prompt: string, flags: PaintFlags, painted: ChipSetup): Promise<GenerateRequest> {
  const model = await findModel(flags.model);
  const said = { seed: randomInt(2 ** 32), ...fieldsGiven(flags) };
  const draft = draftSchema.parse({
    ...said,
    prompt: checkedText(prompt, 'prompt'),
    negativePrompt: checkedText(said.negativePrompt ?? '', 'negative prompt'),
    model: { id: model.id },
    ...painted,
  });
  return { draft, modelFolder: model.folder, ...hostChoices(flags) };
}

/** Fields whose flags name them: a model, a chip, a precision. */
const NAMED: readonly string[] = ['model', 'chip', 'precision'];

/** The fields whose values the flags give. */
function fieldsGiven({ size, ...flags }: FieldFlags): Partial<Draft> {
  const values = flaggedFields()
    .filter((id) => !NAMED.includes(id))
    .map((id) => [id, given(id, flags).value])
    .filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(values), ...size };
}

/** What paints the picture of a recipe again, and refuses to paint with other weights. */
export async function requestFromRecipe(recipe: Recipe, flags: PaintFlags): Promise<GenerateRequest> {
  // The file may be a stranger's: what it says names a model, never a folder.
  const model = await (flags.model === undefined ? modelOfId(recipe.model.id, modelsFolder()) : findModel(flags.model));
  return { draft: recipe, modelFolder: model.folder, ...hostChoices(flags) };
}

/** What changes how long it takes and not one bit of the picture. */
function hostChoices(flags: PaintFlags): Pick<GenerateRequest, 'backend' | 'threads' | 'previews'> {
  return { ...(flags.backend && { backend: flags.backend }), threads: flags.threads, previews: false };
}

export function knownModels(): Promise<InstalledModel[]> {
  return listModels(modelsFolder());
}

async function findModel(idOrFolder: string | undefined): Promise<InstalledModel> {
  if (idOrFolder !== undefined) return resolveModel(idOrFolder, modelsFolder());
  const [first] = await knownModels();
  if (first) return first;
  throw new OhmbrushError(
    'not-found',
    'no model is installed',
    `Give a model folder with --model, or a folder of models in OHMBRUSH_MODELS`,
  );
}

function checkedText(text: string, what: string): string {
  const limit = 2000;
  if (text.length <= limit) return text;
  throw new OhmbrushError('usage', `the ${what} has ${text.length} characters and ${limit} is the most`, 'Shorten it');
}
