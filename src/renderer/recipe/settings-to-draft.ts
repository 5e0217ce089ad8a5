import type { JobDraft } from '../../shared/recipe/draft.ts';
import { turnKnobs } from './chip-knobs.ts';
import { chipOf, type Offer, type Settings } from './settings.ts';

/** What would be painted; null when the chip or the preset is not there. */
export function settingsToDraft(settings: Settings, offer: Offer): JobDraft | null {
  const scene = {
    modelId: settings.modelId,
    prompt: settings.prompt,
    negativePrompt: settings.negativePrompt,
    seed: settings.seed,
    width: settings.width,
    height: settings.height,
    steps: settings.steps,
    guidance: settings.guidance,
    sampler: settings.sampler,
  };
  if (settings.precision === 'exact') {
    const chip = offer.chips.find(({ profile }) => profile.kind === 'exact')?.profile;
    const precision = offer.precisions.find(({ name }) => name === 'exact');
    // Without a chip its seed and age mean nothing.
    return chip && precision ? { ...scene, chip, chipSeed: 0, age: 0, precision } : null;
  }
  const chip = chipOf(settings, offer);
  if (!chip) return null;
  const { chipSeed, age } = settings;
  if (settings.precision === 'custom') {
    const precision = { name: 'custom', plan: settings.plan };
    return { ...scene, chip: turnKnobs(chip, settings.knobs), chipSeed, age, precision };
  }
  const precision = offer.precisions.find(({ name }) => name === settings.precision);
  return precision ? { ...scene, chip, chipSeed, age, precision } : null;
}
