import { useTranslation } from 'react-i18next';
import type { Offer } from '../form/form.ts';
import { isChoice } from '../form/panel-fields.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { NumberField } from './NumberField.tsx';
import type { HelpedId } from './plain-fields.ts';

/** A row for a field that needs only its value: a number or a choice. */
export function PlainField({ field, offer }: { field: HelpedId; offer: Offer }) {
  const { t } = useTranslation('recipe');
  const help = t(`${field}Help`);
  return isChoice(field) ? (
    <ChoiceField field={field} help={help} offer={offer} />
  ) : (
    <NumberField field={field} help={help} offer={offer} />
  );
}
