import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { Dices, Lock, LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SAMPLERS } from '../../shared/recipe/fields/sampler.ts';
import { ChoiceSweep } from './ChoiceSweep.tsx';
import { FieldRow } from './FieldRow.tsx';
import { ModelField } from './ModelField.tsx';
import { NumberField } from './NumberField.tsx';
import classes from './RecipePanel.module.css';
import { useRecipe } from './recipe-store.ts';
import { SizeField } from './SizeField.tsx';
import { SweepToggle } from './SweepToggle.tsx';
import type { Offer } from './settings.ts';

/** What makes the scene: the same for every chip. */
export function SceneFields({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  return (
    <div className={classes.group}>
      <SeedField offer={offer} />
      <SizeField offer={offer} />
      <NumberField field="steps" help={t('stepsHelp')} offer={offer} />
      <NumberField field="guidance" help={t('guidanceHelp')} offer={offer} />
      <SamplerField />
      <ModelField offer={offer} />
    </div>
  );
}

function SeedField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { settings, change, rollSeed } = useRecipe();
  const { seedLocked, seedSpent } = settings;
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

/** The samplers' names as the field writes them. */
const SAMPLER_NAMES: Record<(typeof SAMPLERS)[number], string> = {
  ddim: 'DDIM',
  euler: 'Euler',
  'euler-ancestral': 'Euler ancestral',
  'dpmpp-2m': 'DPM++ 2M',
};
const SAMPLER_OPTIONS = SAMPLERS.map((value) => ({ value, label: SAMPLER_NAMES[value] }));

function SamplerField() {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, set } = useRecipe();
  const sweeping = sweeps.some(({ field }) => field === 'sampler');
  return (
    <FieldRow
      label={t('sampler')}
      help={t('samplerHelp')}
      inputId={sweeping ? undefined : 'recipe-sampler'}
      action={<SweepToggle field="sampler" />}
      below={sweeping && <ChoiceSweep field="sampler" options={SAMPLER_OPTIONS} />}
    >
      {!sweeping && (
        <Select
          id="recipe-sampler"
          aria-description={t('samplerHelp')}
          data={SAMPLER_OPTIONS}
          value={settings.sampler}
          allowDeselect={false}
          onChange={(id) => id && set('sampler', id)}
        />
      )}
    </FieldRow>
  );
}
