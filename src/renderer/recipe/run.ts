import { type Axis, type JobDraft, MOST_JOBS, type SweepAxes } from '../../shared/recipe/draft.ts';
import { parseAge } from './age.ts';
import {
  choicesOf,
  type FieldId,
  isChoice,
  isCustomOnly,
  isOfChip,
  type NumberFieldId,
  ruleOf,
  withField,
} from './fields.ts';
import { modelOf, type Offer, type Settings } from './settings.ts';
import { settingsToDraft } from './settings-to-draft.ts';
import { readNumber, readSweep, type SweepProblem, type SweepSyntax, type SweepValues } from './sweep-text.ts';

/** A field that sweeps, with what its input says: values of a number, or chosen ids with commas between them. */
export interface SweepInput {
  readonly field: FieldId;
  readonly text: string;
}

/** Two make a grid. */
export const MOST_AXES = 2;

export type RunProblem =
  | { readonly code: 'noModelsYet' | 'noModels' | 'modelGone' | 'chipGone' | 'tooMany' }
  | { readonly code: 'sweep'; readonly field: FieldId; readonly problem: SweepProblem };

/** What pressing Generate would queue. */
export interface Run {
  /** One picture, or the cells of the sweep, row-major. */
  readonly drafts: readonly JobDraft[];
  /** Exact pictures of the sweep's scenes, each once, as far as the sweep has none itself. */
  readonly references: readonly JobDraft[];
  readonly sweep: SweepAxes | null;
}

export type PlannedRun =
  | { readonly run: Run; readonly problem: null }
  | { readonly run: null; readonly problem: RunProblem };

/**
 * @param sweeps the first goes along x, the second along y
 * @param withExact queue the exact picture of each scene of a sweep as well, so that its fidelity can be told
 */
export function planRun(
  settings: Settings,
  sweeps: readonly SweepInput[],
  withExact: boolean,
  offer: Offer,
): PlannedRun {
  if (offer.models === null) return refuse({ code: 'noModelsYet' });
  if (offer.models.length === 0) return refuse({ code: 'noModels' });
  if (!modelOf(settings, offer)) return refuse({ code: 'modelGone' });
  const axes: Axis[] = [];
  for (const { field, text } of sweeps) {
    const read = readAxis(field, text, settings, offer);
    if (read.problem) return refuse({ code: 'sweep', field, problem: read.problem });
    axes.push({ field, values: [...read.values] });
  }
  const [x, y = null] = axes;
  const sweep = x ? { x, y } : null;
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_JOBS) return refuse({ code: 'tooMany' });
  const drafts = expandSweep(settings, sweep, offer);
  if (!drafts) return refuse({ code: 'chipGone' });
  return {
    run: { drafts, references: sweep && withExact ? referencesOf(drafts, settings, offer) : [], sweep },
    problem: null,
  };
}

function refuse(problem: RunProblem): PlannedRun {
  return { run: null, problem };
}

/** Every cell of a sweep, row-major; null when a chip or a preset is not there. */
export function expandSweep(settings: Settings, sweep: SweepAxes | null, offer: Offer): JobDraft[] | null {
  const xs = sweep?.x.values ?? [null];
  const ys = sweep?.y?.values ?? [null];
  const drafts: JobDraft[] = [];
  for (const y of ys) {
    for (const x of xs) {
      const taken: [FieldId, number | string][] = [];
      if (x !== null) taken.push([sweep!.x.field as FieldId, x]);
      if (y !== null) taken.push([sweep!.y!.field as FieldId, y]);
      // Another chip takes its knobs back, so it comes first.
      taken.sort(([a], [b]) => Number(b === 'chip') - Number(a === 'chip'));
      const cell = taken.reduce((before, [field, value]) => withField(before, field, value), settings);
      const draft = settingsToDraft(cell, offer);
      if (!draft) return null;
      drafts.push(draft);
    }
  }
  return drafts;
}

/** The exact picture of every scene among the drafts that has none there. */
function referencesOf(drafts: readonly JobDraft[], settings: Settings, offer: Offer): JobDraft[] {
  const exact = exactOf(settings, offer);
  if (!exact) return [];
  const { chip, chipSeed, age, precision } = exact;
  const present = new Set(drafts.filter((draft) => draft.chip.kind === 'exact').map(comparisonKey));
  const missing = new Map<string, JobDraft>();
  for (const draft of drafts) {
    const key = comparisonKey(draft);
    if (!present.has(key)) missing.set(key, { ...draft, chip, chipSeed, age, precision });
  }
  return [...missing.values()];
}

/** The exact picture of the settings' own scene. */
export function exactOf(settings: Settings, offer: Offer): JobDraft | null {
  return settingsToDraft({ ...settings, precision: 'exact' }, offer);
}

/** Equal for drafts that differ in nothing but chip and precision. */
function comparisonKey({ chip: _chip, chipSeed: _seed, age: _age, precision: _precision, ...scene }: JobDraft): string {
  return JSON.stringify(Object.entries(scene).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a sweep's input means for its field. */
export function readAxis(
  field: FieldId,
  text: string,
  settings: Settings,
  offer: Offer,
): SweepValues | { values: readonly string[]; problem: null } {
  if (isChoice(field)) {
    const offered = choicesOf(field, offer);
    const chosen = text.split(',').filter((id) => offered.includes(id));
    return chosen.length > 0 ? { values: chosen, problem: null } : { values: null, problem: { code: 'empty' } };
  }
  const syntax = syntaxOf(field, settings, offer);
  return syntax ? readSweep(text, syntax) : { values: null, problem: { code: 'empty' } };
}

function syntaxOf(field: NumberFieldId, settings: Settings, offer: Offer): SweepSyntax | null {
  const rule = ruleOf(field, settings, offer);
  if (!rule) return null;
  return field === 'age' ? { rule, read: parseAge, spread: 'ratio' } : { rule, read: readNumber, spread: 'even' };
}

/** Whether a field can sweep with these settings: a knob of a preset, or a chip's field without a chip, would change nothing. */
export function canSweep(field: FieldId, settings: Settings, sweeps: readonly SweepInput[], offer: Offer): boolean {
  const sweepsPrecision = sweeps.some((sweep) => sweep.field === 'precision');
  if (isCustomOnly(field) && (settings.precision !== 'custom' || sweepsPrecision)) return false;
  if (isOfChip(field) && settings.precision === 'exact' && !sweepsPrecision) return false;
  return isChoice(field) || ruleOf(field, settings, offer) !== null;
}
