import { ActionIcon, Tooltip } from '@mantine/core';
import { Dices, Lock, LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';
import classes from './Fields.module.css';
import { NumberField } from './NumberField.tsx';

/** Seed of the starting noise: random for each picture, unless it is locked. */
export function SeedField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { form, change, rollSeed } = useRecipe();
  const { seedLocked, seedSpent } = form;
  const willRoll = seedSpent && !seedLocked;
  const lockName = t(seedLocked ? 'unlockSeed' : 'lockSeed');
  return (
    <NumberField
      field="seed"
      help={willRoll ? `${t('seedHelp')} ${t('seedSpent')}` : t('seedHelp')}
      offer={offer}
      className={willRoll ? classes.spent : undefined}
    >
      <Tooltip label={t('rollSeed')}>
        <ActionIcon size={24} aria-label={t('rollSeed')} onClick={rollSeed}>
          <Dices size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={lockName}>
        <ActionIcon
          size={24}
          aria-label={t('lockSeed')}
          aria-pressed={seedLocked}
          variant={seedLocked ? 'filled' : 'subtle'}
          color={seedLocked ? 'dark.4' : 'gray'}
          onClick={() => change({ seedLocked: !seedLocked })}
        >
          {seedLocked ? <Lock size={14} aria-hidden /> : <LockOpen size={14} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </NumberField>
  );
}
