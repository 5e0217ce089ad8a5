import { ActionIcon, Tooltip } from '@mantine/core';
import { Grid2x2Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldId } from './fields.ts';
import { useRecipe } from './recipe-store.ts';
import { canSweep, MOST_AXES } from './run.ts';

/** Turns a field into one that takes several values. */
export function SweepToggle({ field }: { field: FieldId }) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, offer, toggleSweep } = useRecipe();
  const on = sweeps.some((sweep) => sweep.field === field);
  const full = !on && sweeps.length >= MOST_AXES;
  const possible = offer !== null && canSweep(field, settings, sweeps, offer);
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
