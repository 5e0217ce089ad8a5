import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '../../../shared/recipe/fields.ts';
import type { Offer } from '../form/form.ts';
import { type ChoiceFieldId, choiceOf, choicesOf } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { ChoiceSweep } from './ChoiceSweep.tsx';
import { FieldRow } from './FieldRow.tsx';
import { SweepToggle } from './SweepToggle.tsx';

interface Props {
  field: ChoiceFieldId;
  help: string;
  offer: Offer;
}

/** A row for a choice, or for the choices to sweep over. */
export function ChoiceField({ field, help, offer }: Props) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, set } = useRecipe();
  const sweeping = sweeps.some((sweep) => sweep.field === field);
  const { names } = fieldOf(field);
  const options = choicesOf(field, offer).map((value) => ({ value, label: names?.[value] ?? value }));
  const id = `recipe-${field}`;
  return (
    <FieldRow
      label={t(field)}
      help={help}
      inputId={sweeping ? undefined : id}
      action={<SweepToggle field={field} />}
      below={sweeping && <ChoiceSweep field={field} options={options} />}
    >
      {!sweeping && (
        <Select
          id={id}
          aria-description={help}
          data={options}
          value={choiceOf(field, form)}
          allowDeselect={false}
          onChange={(value) => value && set(field, value)}
        />
      )}
    </FieldRow>
  );
}
