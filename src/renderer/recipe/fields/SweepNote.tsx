import { useTranslation } from 'react-i18next';
import type { Offer } from '../form/form.ts';
import { isTime, type NumberFieldId, ruleOf } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { readAxis } from '../sweep/run.ts';
import { ageText } from '../text/age-text.ts';
import { noteId } from './SweepInput.tsx';
import classes from './SweepNote.module.css';
import { sweepProblemText } from './sweep-problem-text.ts';

/** Below the values of a sweep: how they were parsed, or why they are invalid. */
export function SweepNote({ field, offer }: { field: NumberFieldId; offer: Offer }) {
  const { t } = useTranslation(['recipe', 'components']);
  const { form, sweeps } = useRecipe();
  const place = sweeps.findIndex((sweep) => sweep.field === field);
  const rule = ruleOf(field, form, offer);
  if (place < 0 || !rule) return null;
  const { values, problem } = readAxis(field, sweeps[place]!.text, form, offer);
  if (problem) {
    return (
      <span id={noteId(field)} className={classes.bad} role="alert">
        {sweepProblemText(problem, field, rule, t)}
      </span>
    );
  }
  const shown = values.map((value) => (isTime(field) ? ageText(Number(value), t) : String(value)));
  return (
    <span id={noteId(field)}>
      {values.length === 1
        ? t('sweepOne', { hint: t(isTime(field) ? 'sweepHintAge' : 'sweepHint') })
        : t(place === 0 ? 'sweepAcross' : 'sweepDown', { values: abridged(shown, t) })}
    </span>
  );
}

const MOST_SHOWN = 8;

type Translate = ReturnType<typeof useTranslation<['recipe', 'components']>>['t'];

function abridged(values: readonly string[], t: Translate): string {
  const comma = t('components:comma');
  if (values.length <= MOST_SHOWN) return values.join(comma);
  const first = values.slice(0, MOST_SHOWN - 2).join(comma);
  return t('sweepAbridged', { first, last: values.at(-1)!, count: values.length });
}
