import { Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './AgeField.module.css';
import { AGE_STOPS, nearestStop } from './age.ts';
import { ageText } from './age-text.ts';
import { FieldRow } from './FieldRow.tsx';
import { useRecipe } from './recipe-store.ts';
import { SweepInput } from './SweepInput.tsx';
import { SweepToggle } from './SweepToggle.tsx';
import type { Offer } from './settings.ts';

/** How long ago the chip was programmed, on a log scale. */
export function AgeField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, set } = useRecipe();
  if (sweeps.some(({ field }) => field === 'age')) {
    return <SweepInput field="age" label={t('age')} help={t('ageHelp')} offer={offer} />;
  }
  const text = ageText(settings.age, t);
  return (
    <FieldRow label={t('age')} help={t('ageHelp')} action={<SweepToggle field="age" />}>
      <Slider
        size="sm"
        label={null}
        min={0}
        max={AGE_STOPS.length - 1}
        value={nearestStop(settings.age)}
        onChange={(stop) => set('age', AGE_STOPS[stop]!)}
        thumbLabel={t('age')}
        thumbProps={{ 'aria-valuetext': text }}
        classNames={{ root: classes.slider }}
      />
      <output className={classes.text}>{text}</output>
    </FieldRow>
  );
}
