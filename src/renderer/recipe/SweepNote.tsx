import { useTranslation } from 'react-i18next';
import { ageText } from './age-text.ts';
import { type NumberFieldId, ruleOf } from './fields.ts';
import { useRecipe } from './recipe-store.ts';
import { readAxis } from './run.ts';
import { noteId } from './SweepInput.tsx';
import classes from './SweepNote.module.css';
import type { Offer } from './settings.ts';
import { sweepProblemText } from './sweep-words.ts';

/** Below the values of a sweep: how they were understood, or why they were not. */
export function SweepNote({ field, offer }: { field: NumberFieldId; offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps } = useRecipe();
  const place = sweeps.findIndex((sweep) => sweep.field === field);
  const rule = ruleOf(field, settings, offer);
  if (place < 0 || !rule) return null;
  const { values, problem } = readAxis(field, sweeps[place]!.text, settings, offer);
  if (problem) {
    return (
      <span id={noteId(field)} className={classes.bad} role="alert">
        {sweepProblemText(problem, field, rule, t)}
      </span>
    );
  }
  const shown = values.map((value) => (field === 'age' ? ageText(Number(value), t) : String(value)));
  return (
    <span id={noteId(field)}>
      {values.length === 1
        ? t('sweepOne', { hint: t(field === 'age' ? 'sweepHintAge' : 'sweepHint') })
        : t(place === 0 ? 'sweepAcross' : 'sweepDown', { values: abridged(shown) })}
    </span>
  );
}

const MOST_SHOWN = 8;

function abridged(values: readonly string[]): string {
  if (values.length <= MOST_SHOWN) return values.join(', ');
  return `${values.slice(0, MOST_SHOWN - 2).join(', ')} … ${values.at(-1)} (${values.length})`;
}
