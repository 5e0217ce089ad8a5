import { ActionIcon, Menu } from '@mantine/core';
import { Grid2x2Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { modelOf, type Offer } from '../form/form.ts';
import { ruleOf } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { MOST_AXES } from '../sweep/run.ts';
import { FieldRow } from './FieldRow.tsx';
import { NumberBox } from './NumberBox.tsx';
import { NumberField } from './NumberField.tsx';

/** Width and height in one row; in two rows when either is swept. */
export function SizeField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, set, toggleSweep } = useRecipe();
  const model = modelOf(form, offer);
  const { width = form.width, height = form.height, sizeMultiple: multiple = 8 } = model ?? {};
  const help = t('sizeHelp', { multiple, width, height });
  if (sweeps.some(({ field }) => field === 'width' || field === 'height')) {
    return (
      <>
        <NumberField field="width" help={help} offer={offer} />
        <NumberField field="height" help={help} offer={offer} />
      </>
    );
  }
  const full = sweeps.length >= MOST_AXES;
  const sweepName = t('sweep', { field: t('size') });
  return (
    <FieldRow
      label={t('size')}
      help={help}
      inputId="recipe-width"
      action={
        <Menu>
          <Menu.Target>
            <ActionIcon size={24} variant={full ? 'transparent' : 'subtle'} aria-label={sweepName} disabled={full}>
              <Grid2x2Plus size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {(['width', 'height'] as const).map((field) => (
              <Menu.Item key={field} onClick={() => toggleSweep(field)}>
                {t('sweep', { field: t(field) })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      {(['width', 'height'] as const).map((field) => (
        <NumberBox
          key={field}
          id={`recipe-${field}`}
          aria-label={t(field)}
          value={form[field]}
          rule={ruleOf(field, form, offer)!}
          help={help}
          onChange={(value) => set(field, value)}
        />
      ))}
    </FieldRow>
  );
}
