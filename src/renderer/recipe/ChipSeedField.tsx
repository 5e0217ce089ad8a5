import { ActionIcon, Tooltip } from '@mantine/core';
import { Dices } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NumberField } from './NumberField.tsx';
import { useRecipe } from './recipe-store.ts';
import type { Offer } from './settings.ts';

/** Which specimen of the chip. */
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
