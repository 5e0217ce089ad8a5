import { ActionIcon, Menu } from '@mantine/core';
import { Grid2x2Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from './FieldRow.tsx';
import { ruleOf } from './fields.ts';
import { NumberBox } from './NumberBox.tsx';
import { NumberField } from './NumberField.tsx';
import { useRecipe } from './recipe-store.ts';
import { MOST_AXES } from './run.ts';
import { modelOf, type Offer } from './settings.ts';

/** Width and height on one line; on two when either sweeps. */
export function SizeField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, set, toggleSweep } = useRecipe();
  const model = modelOf(settings, offer);
  const { width = settings.width, height = settings.height, sizeMultiple: multiple = 8 } = model ?? {};
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
          value={settings[field]}
          rule={ruleOf(field, settings, offer)!}
          help={help}
          onChange={(value) => set(field, value)}
        />
      ))}
    </FieldRow>
  );
}
