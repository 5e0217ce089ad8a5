import i18next from 'i18next';
import { create } from 'zustand';
import type { PictureDetails } from '../../shared/contract/pictures.ts';
import { draftOf, type JobDraft } from '../../shared/recipe/draft.ts';
import { SAMPLERS } from '../../shared/recipe/recipe.ts';
import { tellUndoable } from '../components/tell.tsx';
import { recall, remember } from '../state/remember.ts';
import { writeAge } from './age.ts';
import { draftToSettings } from './draft-to-settings.ts';
import { choiceOf, choicesOf, type FieldId, isChoice, numberOf, withField } from './fields.ts';
import { canSweep, MOST_AXES, type SweepInput } from './run.ts';
import { firstModel, firstSettings, type Offer, RECIPE_PANEL, type Settings } from './settings.ts';

interface Recipe {
  settings: Settings;
  /** null until the studio has said what there is. */
  offer: Offer | null;
  /** Fields that sweep: the first along x. */
  sweeps: readonly SweepInput[];
  /** Queue the exact picture of a sweep's scenes, too. */
  withExact: boolean;
  /** The prompt takes the focus as soon as it is shown. */
  promptAsked: boolean;
  /** Called whenever what the studio offers has changed. The first time, the remembered recipe comes back. */
  meet(offer: Offer): void;
  change(part: Partial<Settings>): void;
  set(field: FieldId, value: number | string): void;
  rollSeed(): void;
  rollChipSeed(): void;
  /** Starts to sweep a field, or ends it. */
  toggleSweep(field: FieldId): void;
  writeSweep(field: FieldId, text: string): void;
  setWithExact(withExact: boolean): void;
  askForPrompt(): void;
  answerPrompt(): void;
  /** Makes the recipe, or a part of it, that of a picture. */
  use(picture: PictureDetails, part: 'prompt' | 'seed' | 'all'): void;
  /** Makes the recipe that of a draft. */
  take(draft: JobDraft): void;
}

const NOTHING: Offer = { models: null, chips: [], precisions: [] };

/** The recipe panel's contents: the one place that says what Generate paints. */
export const useRecipe = create<Recipe>((set, get) => {
  /** Settings and the sweeps that still make sense with them. */
  function put(settings: Settings, sweeps = get().sweeps): void {
    const { offer } = get();
    set({ settings, sweeps: offer ? sweeps.filter(({ field }) => canSweep(field, settings, sweeps, offer)) : sweeps });
    remember(RECIPE_PANEL, settings);
  }

  /** @param what said in the notice that offers to take it back */
  function replace(settings: Settings, what: string): void {
    const before = { settings: get().settings, sweeps: get().sweeps };
    put(settings, []);
    tellUndoable(what, async () => put(before.settings, before.sweeps));
  }

  return {
    settings: firstSettings(NOTHING),
    offer: null,
    sweeps: [],
    withExact: true,
    promptAsked: false,

    meet(offer) {
      const { offer: known, settings } = get();
      set({ offer });
      if (known !== null) {
        return put(settings.modelId === '' ? { ...settings, ...firstModel(offer) } : settings);
      }
      put(recall(RECIPE_PANEL) ?? firstSettings(offer));
    },
    change: (part) => put({ ...get().settings, ...part }),
    set: (field, value) => put(withField(get().settings, field, value)),
    rollSeed: () => put({ ...get().settings, seed: randomSeed(), seedSpent: false }),
    rollChipSeed: () => put({ ...get().settings, chipSeed: randomSeed() }),

    toggleSweep(field) {
      const { sweeps, settings, offer } = get();
      if (sweeps.some((sweep) => sweep.field === field)) {
        return put(
          settings,
          sweeps.filter((sweep) => sweep.field !== field),
        );
      }
      if (sweeps.length === MOST_AXES || !offer) return;
      put(settings, [...sweeps, { field, text: startOf(field, settings, offer) }]);
    },
    writeSweep(field, text) {
      set({ sweeps: get().sweeps.map((sweep) => (sweep.field === field ? { field, text } : sweep)) });
    },
    setWithExact: (withExact) => set({ withExact }),
    askForPrompt: () => set({ promptAsked: true }),
    answerPrompt: () => set({ promptAsked: false }),

    use(picture, part) {
      const { settings, offer } = get();
      const { prompt, negativePrompt, seed } = picture;
      const withSeed = { seed: seed ?? settings.seed, seedLocked: true, seedSpent: false };
      switch (part) {
        case 'prompt':
          return replace({ ...settings, prompt, negativePrompt }, i18next.t('recipe:tookPrompt'));
        case 'seed':
          return replace({ ...settings, ...withSeed }, i18next.t('recipe:tookSeed'));
        case 'all': {
          const whole = picture.recipe
            ? draftToSettings(draftOf(picture.recipe), settings, offer ?? NOTHING)
            : { ...settings, ...withSeed, ...knownOf(picture) };
          return replace(whole, i18next.t('recipe:tookAll'));
        }
      }
    },
    take(draft) {
      const { settings, offer } = get();
      replace(draftToSettings(draft, settings, offer ?? NOTHING), i18next.t('recipe:tookAll'));
    },
  };
});

/** What the file of another program said. */
function knownOf({
  prompt,
  negativePrompt,
  width,
  height,
  steps,
  guidance,
  sampler,
}: PictureDetails): Partial<Settings> {
  const ours = SAMPLERS.find((id) => id === sampler);
  return {
    prompt,
    negativePrompt,
    width,
    height,
    ...(steps === null ? {} : { steps }),
    ...(guidance === null ? {} : { guidance }),
    ...(ours ? { sampler: ours } : {}),
  };
}

/** What the input of a field that starts to sweep says: every choice, or the number where the field stands. */
function startOf(field: FieldId, settings: Settings, offer: Offer): string {
  if (isChoice(field)) {
    const now = choiceOf(field, settings);
    // Custom is no step between the presets.
    return choicesOf(field, offer)
      .filter((id) => id !== 'custom' || id === now)
      .join();
  }
  const value = numberOf(field, settings, offer);
  return field === 'age' ? writeAge(value) : String(value);
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
