import type { RecipeForm } from '../../../shared/formats/recipe-form.ts';
import type { JobDraft } from '../../../shared/recipe/draft.ts';
import { contentKey, withoutChip } from '../../../shared/recipe/reference.ts';
import { type Axis, MOST_JOBS, type SweepAxes } from '../../../shared/recipe/sweep-axes.ts';
import { parseAge } from '../form/age.ts';
import { modelOf, type Offer } from '../form/form.ts';
import { formToDraft } from '../form/form-to-draft.ts';
import {
  choicesOf,
  isChoice,
  isCustomOnly,
  isOfChip,
  isTime,
  type NumberFieldId,
  type PanelFieldId,
  ruleOf,
  spreadOf,
  withField,
} from '../form/panel-fields.ts';
import { readNumber, readSweep, type SweepProblem, type SweepSyntax, type SweepValues } from './sweep-text.ts';

/** A swept field with its input: values of a number, or chosen ids separated by commas. */
export interface SweepInput {
  readonly field: PanelFieldId;
  readonly text: string;
}

/** Two make a grid. */
export const MOST_AXES = 2;

export type RunProblem =
  | { readonly code: 'noModelsYet' | 'noModels' | 'modelGone' | 'chipGone' | 'tooMany' }
  | { readonly code: 'sweep'; readonly field: PanelFieldId; readonly problem: SweepProblem };

/** Everything that Generate would queue. */
export interface Run {
  /** One picture, or the cells of the sweep, row-major. */
  readonly drafts: readonly JobDraft[];
  /** Exact references of the sweep, without duplicates and without those that are cells of the sweep. */
  readonly references: readonly JobDraft[];
  readonly sweep: SweepAxes | null;
}

export type PlannedRun =
  | { readonly run: Run; readonly problem: null }
  | { readonly run: null; readonly problem: RunProblem };

/**
 * @param sweeps the first goes along x, the second along y
 * @param withExact whether to queue the exact references as well, so that fidelity can be measured
 */
export function planRun(form: RecipeForm, sweeps: readonly SweepInput[], withExact: boolean, offer: Offer): PlannedRun {
  if (offer.models === null) return refuse({ code: 'noModelsYet' });
  if (offer.models.length === 0) return refuse({ code: 'noModels' });
  if (!modelOf(form, offer)) return refuse({ code: 'modelGone' });
  const axes: Axis[] = [];
  for (const { field, text } of sweeps) {
    const read = readAxis(field, text, form, offer);
    if (read.problem) return refuse({ code: 'sweep', field, problem: read.problem });
    axes.push({ field, values: [...read.values] });
  }
  const [x, y = null] = axes;
  const sweep = x ? { x, y } : null;
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_JOBS) return refuse({ code: 'tooMany' });
  const drafts = expandSweep(form, sweep, offer);
  if (!drafts) return refuse({ code: 'chipGone' });
  return {
    run: { drafts, references: sweep && withExact ? referencesOf(drafts, form, offer) : [], sweep },
    problem: null,
  };
}

function refuse(problem: RunProblem): PlannedRun {
  return { run: null, problem };
}

/** Every cell of a sweep, row-major; null when a chip or a preset does not exist. */
export function expandSweep(form: RecipeForm, sweep: SweepAxes | null, offer: Offer): JobDraft[] | null {
  const xs = sweep?.x.values ?? [null];
  const ys = sweep?.y?.values ?? [null];
  const drafts: JobDraft[] = [];
  for (const y of ys) {
    for (const x of xs) {
      const taken: [PanelFieldId, number | string][] = [];
      if (x !== null) taken.push([sweep!.x.field as PanelFieldId, x]);
      if (y !== null) taken.push([sweep!.y!.field as PanelFieldId, y]);
      // Choosing a chip resets its knobs, so the chip is applied first.
      taken.sort(([a], [b]) => Number(b === 'chip') - Number(a === 'chip'));
      const cell = taken.reduce((before, [field, value]) => withField(before, field, value), form);
      const draft = formToDraft(cell, offer);
      if (!draft) return null;
      drafts.push(draft);
    }
  }
  return drafts;
}

/** The exact reference of each draft, without those that are among the drafts. */
function referencesOf(drafts: readonly JobDraft[], form: RecipeForm, offer: Offer): JobDraft[] {
  const exact = exactOf(form, offer);
  if (!exact) return [];
  const present = new Set(drafts.filter((draft) => draft.chip.kind === 'exact').map(contentKey));
  const missing = new Map<string, JobDraft>();
  for (const draft of drafts) {
    const key = contentKey(draft);
    if (!present.has(key)) missing.set(key, withoutChip(draft, exact.chip));
  }
  return [...missing.values()];
}

/** The form's draft, painted without a chip. */
export function exactOf(form: RecipeForm, offer: Offer): JobDraft | null {
  return formToDraft({ ...form, precision: 'exact' }, offer);
}

/** Parses a sweep's input for its field. */
export function readAxis(
  field: PanelFieldId,
  text: string,
  form: RecipeForm,
  offer: Offer,
): SweepValues | { values: readonly string[]; problem: null } {
  if (isChoice(field)) {
    const offered = choicesOf(field, offer);
    const chosen = text.split(',').filter((id) => offered.includes(id));
    return chosen.length > 0 ? { values: chosen, problem: null } : { values: null, problem: { code: 'empty' } };
  }
  const syntax = syntaxOf(field, form, offer);
  return syntax ? readSweep(text, syntax) : { values: null, problem: { code: 'empty' } };
}

function syntaxOf(field: NumberFieldId, form: RecipeForm, offer: Offer): SweepSyntax | null {
  const rule = ruleOf(field, form, offer);
  if (!rule) return null;
  return { rule, read: isTime(field) ? parseAge : readNumber, spread: spreadOf(field) };
}

/**
 * Whether a field can be swept with this form: sweeping a knob while a preset is chosen, or a chip's field without a
 * chip, would change nothing.
 */
export function canSweep(field: PanelFieldId, form: RecipeForm, sweeps: readonly SweepInput[], offer: Offer): boolean {
  const sweepsPrecision = sweeps.some((sweep) => sweep.field === 'precision');
  if (isCustomOnly(field) && (form.precision !== 'custom' || sweepsPrecision)) return false;
  if (isOfChip(field) && form.precision === 'exact' && !sweepsPrecision) return false;
  return isChoice(field) || ruleOf(field, form, offer) !== null;
}
