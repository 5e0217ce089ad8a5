import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../form/form.ts';
import { type NumberFieldId, numberOf, ruleOf } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { FieldRow } from './FieldRow.tsx';
import { NumberBox } from './NumberBox.tsx';
import { SweepInput } from './SweepInput.tsx';
import { SweepNote } from './SweepNote.tsx';
import { SweepToggle } from './SweepToggle.tsx';

interface Props {
  field: NumberFieldId;
  help: string;
  offer: Offer;
  suffix?: string | undefined;
  /** Buttons after the number. */
  children?: ReactNode;
  className?: string | undefined;
}

/** A row for one number, or for the values to sweep over. */
export function NumberField({ field, help, offer, suffix, children, className }: Props) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, set } = useRecipe();
  const sweeping = sweeps.some((sweep) => sweep.field === field);
  const rule = ruleOf(field, form, offer);
  const id = `recipe-${field}`;
  return (
    <FieldRow
      label={t(field)}
      help={help}
      inputId={rule ? id : undefined}
      action={<SweepToggle field={field} />}
      below={sweeping && <SweepNote field={field} offer={offer} />}
    >
      {sweeping ? (
        <SweepInput field={field} id={id} offer={offer} />
      ) : rule ? (
        <NumberBox
          id={id}
          value={numberOf(field, form, offer)}
          rule={rule}
          help={help}
          suffix={suffix}
          className={className}
          hideControls={children !== undefined}
          onChange={(value) => set(field, value)}
        />
      ) : (
        <span>{t('notOnChip')}</span>
      )}
      {!sweeping && children}
    </FieldRow>
  );
}
