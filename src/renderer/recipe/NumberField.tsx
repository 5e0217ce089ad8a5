import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from './FieldRow.tsx';
import { type NumberFieldId, numberOf, ruleOf } from './fields.ts';
import { NumberBox } from './NumberBox.tsx';
import { useRecipe } from './recipe-store.ts';
import { SweepInput } from './SweepInput.tsx';
import { SweepNote } from './SweepNote.tsx';
import { SweepToggle } from './SweepToggle.tsx';
import type { Offer } from './settings.ts';

interface Props {
  field: NumberFieldId;
  help: string;
  offer: Offer;
  suffix?: string | undefined;
  /** Buttons behind the number. */
  children?: ReactNode;
  className?: string | undefined;
}

/** A line for one number, or for the values that it sweeps. */
export function NumberField({ field, help, offer, suffix, children, className }: Props) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, set } = useRecipe();
  const sweeping = sweeps.some((sweep) => sweep.field === field);
  const rule = ruleOf(field, settings, offer);
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
          value={numberOf(field, settings, offer)}
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
