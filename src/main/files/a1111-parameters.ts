import type { Recipe, SamplerId } from '../../shared/recipe/recipe.ts';

/** The samplers' names in AUTOMATIC1111's web UI, which other tools look for. */
export const SAMPLER_NAMES: Record<SamplerId, string> = {
  ddim: 'DDIM',
  euler: 'Euler',
  'euler-ancestral': 'Euler a',
  'dpmpp-2m': 'DPM++ 2M',
};

/**
 * The recipe as the text that AUTOMATIC1111's web UI puts under 'parameters' and many tools show: prompt, negative prompt,
 * then one line of settings. It does not suffice to paint the picture again; the 'ohmbrush' chunk does.
 */
export function a1111Parameters(recipe: Recipe): string {
  const settings = {
    Steps: recipe.steps,
    Sampler: SAMPLER_NAMES[recipe.sampler],
    'CFG scale': recipe.guidance,
    Seed: recipe.seed,
    Size: `${recipe.width}x${recipe.height}`,
    // The web UI, too, shows the first ten digits.
    'Model hash': recipe.model.hash.slice(0, 10),
    Model: recipe.model.id,
    Chip: recipe.chip.id,
    'Chip seed': recipe.chipSeed,
    'Chip age': recipe.age,
    Precision: recipe.precision.name,
  };
  return [
    recipe.prompt,
    ...(recipe.negativePrompt === '' ? [] : [`Negative prompt: ${recipe.negativePrompt}`]),
    Object.entries(settings)
      .map(([name, value]) => `${name}: ${quoted(String(value))}`)
      .join(', '),
  ].join('\n');
}

/** The web UI's own rule: a value that would break the line is a JSON string. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
