import i18next from 'i18next';
import { create } from 'zustand';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { BY_VALUE, RECIPE_FORM, type RecipeForm } from '../../../shared/formats/recipe-form.ts';
import { draftOf, type JobDraft } from '../../../shared/recipe/draft.ts';
import { fieldOf } from '../../../shared/recipe/fields.ts';
import { saidIn } from '../../../shared/recipe/listed.ts';
import { tellUndoable } from '../../components/tell.tsx';
import { recall, remember } from '../../state/remember.ts';
import { writeAge } from '../form/age.ts';
import { draftToForm } from '../form/draft-to-form.ts';
import { firstForm, firstModel, type Offer } from '../form/form.ts';
import { choiceOf, choicesOf, isChoice, isTime, numberOf, type PanelFieldId, withField } from '../form/panel-fields.ts';
import { canSweep, MOST_AXES, type SweepInput } from '../sweep/run.ts';

interface Recipe {
  form: RecipeForm;
  /** null until the offer is loaded. */
  offer: Offer | null;
  /** Swept fields: the first along x. */
  sweeps: readonly SweepInput[];
  /** Also queue the exact references of a sweep. */
  withExact: boolean;
  /** The prompt takes the focus once it is mounted. */
  promptAsked: boolean;
  /** To be called when the studio's offer changes. The first call restores the remembered recipe. */
  meet(offer: Offer): void;
  change(part: Partial<RecipeForm>): void;
  set(field: PanelFieldId, value: number | string): void;
  rollSeed(): void;
  rollChipSeed(): void;
  /** Starts or ends the sweep of a field. */
  toggleSweep(field: PanelFieldId): void;
  writeSweep(field: PanelFieldId, text: string): void;
  setWithExact(withExact: boolean): void;
  askForPrompt(): void;
  answerPrompt(): void;
  /** Takes the recipe, or a part of it, from a picture. */
  use(picture: PictureDetails, part: 'prompt' | 'seed' | 'all'): void;
  /** Takes the recipe from a draft. */
  take(draft: JobDraft): void;
}

const NOTHING: Offer = { models: null, chips: [], precisions: [] };

/** The recipe panel's contents: the only state that decides what Generate paints. */
export const useRecipe = create<Recipe>((set, get) => {
  /** The form, and the sweeps that are still possible with it. */
  function put(form: RecipeForm, sweeps = get().sweeps): void {
    const { offer } = get();
    set({ form, sweeps: offer ? sweeps.filter(({ field }) => canSweep(field, form, sweeps, offer)) : sweeps });
    remember(RECIPE_FORM, form);
  }

  /** @param what text of the notice that offers Undo */
  function replace(form: RecipeForm, what: string): void {
    const before = { form: get().form, sweeps: get().sweeps };
    put(form, []);
    tellUndoable(what, async () => put(before.form, before.sweeps));
  }

  return {
    form: firstForm(NOTHING),
    offer: null,
    sweeps: [],
    withExact: true,
    promptAsked: false,

    meet(offer) {
      const { offer: known, form } = get();
      set({ offer });
      if (known !== null) {
        return put(form.modelId === '' ? { ...form, ...firstModel(offer) } : form);
      }
      put(recall(RECIPE_FORM) ?? firstForm(offer));
    },
    change: (part) => put({ ...get().form, ...part }),
    set: (field, value) => put(withField(get().form, field, value)),
    rollSeed: () => put({ ...get().form, seed: randomSeed(), seedSpent: false }),
    rollChipSeed: () => put({ ...get().form, chipSeed: randomSeed() }),

    toggleSweep(field) {
      const { sweeps, form, offer } = get();
      if (sweeps.some((sweep) => sweep.field === field)) {
        return put(
          form,
          sweeps.filter((sweep) => sweep.field !== field),
        );
      }
      if (sweeps.length === MOST_AXES || !offer) return;
      put(form, [...sweeps, { field, text: startOf(field, form, offer) }]);
    },
    writeSweep(field, text) {
      set({ sweeps: get().sweeps.map((sweep) => (sweep.field === field ? { field, text } : sweep)) });
    },
    setWithExact: (withExact) => set({ withExact }),
    askForPrompt: () => set({ promptAsked: true }),
    answerPrompt: () => set({ promptAsked: false }),

    use(picture, part) {
      const { form, offer } = get();
      const { prompt, negativePrompt, seed } = picture;
      const withSeed = { seed: seed ?? form.seed, seedLocked: true, seedSpent: false };
      switch (part) {
        case 'prompt':
          return replace({ ...form, prompt, negativePrompt }, i18next.t('recipe:tookPrompt'));
        case 'seed':
          return replace({ ...form, ...withSeed }, i18next.t('recipe:tookSeed'));
        case 'all': {
          const whole = picture.recipe
            ? draftToForm(draftOf(picture.recipe), form, offer ?? NOTHING)
            : { ...form, ...withSeed, ...knownOf(picture) };
          return replace(whole, i18next.t('recipe:tookAll'));
        }
      }
    },
    take(draft) {
      const { form, offer } = get();
      replace(draftToForm(draft, form, offer ?? NOTHING), i18next.t('recipe:tookAll'));
    },
  };
});

/** Recipe fields found in the file of another program, within a recipe's bounds. */
function knownOf(picture: PictureDetails): Partial<RecipeForm> {
  const known = BY_VALUE.flatMap((id) => {
    const { success, data } = fieldOf(id).schema.safeParse(saidIn(id, picture));
    return success ? [[id, data]] : [];
  });
  return Object.fromEntries(known);
}

/** Initial input of a field when its sweep starts: every choice, or the current number. */
function startOf(field: PanelFieldId, form: RecipeForm, offer: Offer): string {
  if (isChoice(field)) {
    const now = choiceOf(field, form);
    // 'custom' is not part of the scale of presets.
    return choicesOf(field, offer)
      .filter((id) => id !== 'custom' || id === now)
      .join();
  }
  const value = numberOf(field, form, offer);
  return isTime(field) ? writeAge(value) : String(value);
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
