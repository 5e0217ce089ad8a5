import { ActionIcon, Tooltip } from '@mantine/core';
import { Dices } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { NumberField } from './NumberField.tsx';

/** The seed that selects one physical specimen of the chip. */
export function ChipSeedField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const rollChipSeed = useRecipe((state) => state.rollChipSeed);
  return (
    <NumberField field="chipSeed" help={t('chipSeedHelp')} offer={offer}>
      <Tooltip label={t('rollChipSeed')}>
        <ActionIcon size={24} aria-label={t('rollChipSeed')} onClick={rollChipSeed}>
          <Dices size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </NumberField>
  );
}
