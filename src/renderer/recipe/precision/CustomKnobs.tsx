import { Button, Switch } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '../fields/FieldRow.tsx';
import { NumberField } from '../fields/NumberField.tsx';
import { isTurned } from '../form/chip-knobs.ts';
import { chipOf, type Offer, planOf } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';

/** All settings of precision and of the chip's non-idealities. */
export function CustomKnobs({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { form, change } = useRecipe();
  const { plan, knobs } = form;
  const chip = chipOf(form, offer);
  const protectedLayers = plan.overrides.length > 0;
  return (
    <>
      <NumberField field="inputBits" help={t('inputBitsHelp')} offer={offer} />
      <NumberField field="weightBits" help={t('weightBitsHelp')} offer={offer} />
      <NumberField field="adcBits" help={t('adcBitsHelp')} offer={offer} />
      <NumberField field="readNoise" help={t('readNoiseHelp')} offer={offer} suffix={` ${t('percent')}`} />
      <NumberField field="converterNoise" help={t('converterNoiseHelp')} offer={offer} suffix={` ${t('adcSteps')}`} />
      <NumberField field="programmingError" help={t('programmingErrorHelp')} offer={offer} suffix={` ${t('times')}`} />
      <FieldRow label={t('protect')} help={t('protectHelp')} inputId="recipe-protect">
        <Switch
          color="dark.3"
          id="recipe-protect"
          aria-description={t('protectHelp')}
          label={t('protectSensitive')}
          checked={protectedLayers}
          onChange={() =>
            change({
              plan: { ...plan, overrides: protectedLayers ? [] : (planOf(offer, 'balanced')?.overrides ?? []) },
            })
          }
        />
      </FieldRow>
      {chip && isTurned(chip, knobs) && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<RotateCcw size={12} aria-hidden />}
          onClick={() => change({ knobs: {} })}
        >
          {t('chipReset')}
        </Button>
      )}
    </>
  );
}
