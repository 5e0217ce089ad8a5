import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ageText } from './age-text.ts';
import { FieldRow } from './FieldRow.tsx';
import { type NumberFieldId, ruleOf } from './fields.ts';
import { useRecipe } from './recipe-store.ts';
import { readAxis } from './run.ts';
import { SweepToggle } from './SweepToggle.tsx';
import type { Offer } from './settings.ts';
import { sweepProblemText } from './sweep-words.ts';

interface Props {
  field: NumberFieldId;
  label: string;
  help: string;
  offer: Offer;
}

/** The values of a number that sweeps. */
export function SweepInput({ field, label, help, offer }: Props) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, writeSweep } = useRecipe();
  const place = sweeps.findIndex((sweep) => sweep.field === field);
  const { text } = sweeps[place]!;
  const { values, problem } = readAxis(field, text, settings, offer);
  const rule = ruleOf(field, settings, offer);
  const id = `sweep-${field}`;
  const shown = values?.map((value) => (field === 'age' ? ageText(Number(value), t) : String(value)));
  return (
    <FieldRow
      label={label}
      help={help}
      inputId={id}
      action={<SweepToggle field={field} />}
      bad={problem !== null}
      below={
        problem && rule
          ? sweepProblemText(problem, field, rule, t)
          : shown && t(place === 0 ? 'sweepAcross' : 'sweepDown', { values: abridged(shown) })
      }
    >
      <TextInput
        id={id}
        value={text}
        error={problem !== null}
        placeholder={t(field === 'age' ? 'sweepHintAge' : 'sweepHint')}
        onChange={(event) => writeSweep(field, event.currentTarget.value)}
        spellCheck={false}
        data-autofocus
      />
    </FieldRow>
  );
}

const MOST_SHOWN = 8;

function abridged(values: readonly string[]): string {
  if (values.length <= MOST_SHOWN) return values.join(', ');
  return `${values.slice(0, MOST_SHOWN - 2).join(', ')} … ${values.at(-1)} (${values.length})`;
}
