import { ActionIcon, Tooltip } from '@mantine/core';
import { Grid2x2Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PanelFieldId } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { canSweep, MOST_AXES } from '../sweep/run.ts';

/** Turns a field into one that takes several values. */
export function SweepToggle({ field }: { field: PanelFieldId }) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, offer, toggleSweep } = useRecipe();
  const on = sweeps.some((sweep) => sweep.field === field);
  const full = !on && sweeps.length >= MOST_AXES;
  const possible = offer !== null && canSweep(field, form, sweeps, offer);
  const name = t(on ? 'sweepEnd' : 'sweep', { field: t(field) });
  return (
    <Tooltip label={full ? t('sweepFull') : name}>
      <ActionIcon
        aria-label={name}
        aria-pressed={on}
        size={24}
        variant={on ? 'filled' : full || !possible ? 'transparent' : 'subtle'}
        color={on ? 'dark.4' : 'gray'}
        disabled={full || (!on && !possible)}
        onClick={() => toggleSweep(field)}
      >
        <Grid2x2Plus size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
