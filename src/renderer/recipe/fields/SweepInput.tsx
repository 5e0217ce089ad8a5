import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../form/form.ts';
import { isTime, type NumberFieldId } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { readAxis } from '../sweep/run.ts';

interface Props {
  field: NumberFieldId;
  /** The id of the row's input. */
  id: string;
  offer: Offer;
}

/** The values of a swept number, as text. */
export function SweepInput({ field, id, offer }: Props) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, writeSweep } = useRecipe();
  const input = useRef<HTMLInputElement>(null);
  // Takes the focus, because the user types the values next.
  useEffect(() => input.current?.select(), []);
  const text = sweeps.find((sweep) => sweep.field === field)?.text ?? '';
  return (
    <TextInput
      ref={input}
      id={id}
      value={text}
      error={readAxis(field, text, form, offer).problem !== null}
      aria-describedby={noteId(field)}
      placeholder={t(isTime(field) ? 'sweepHintAge' : 'sweepHint')}
      onChange={(event) => writeSweep(field, event.currentTarget.value)}
      spellCheck={false}
    />
  );
}

export function noteId(field: NumberFieldId): string {
  return `sweep-note-${field}`;
}
