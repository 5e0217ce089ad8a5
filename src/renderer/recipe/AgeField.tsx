import { Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './AgeField.module.css';
import { AGE_STOPS, nearestStop } from './age.ts';
import { ageText } from './age-text.ts';
import { FieldRow } from './FieldRow.tsx';
import { useRecipe } from './recipe-store.ts';
import { SweepInput } from './SweepInput.tsx';
import { SweepNote } from './SweepNote.tsx';
import { SweepToggle } from './SweepToggle.tsx';
import type { Offer } from './settings.ts';

/** How long ago the chip was programmed, on a log scale. */
export function AgeField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, set } = useRecipe();
  const sweeping = sweeps.some(({ field }) => field === 'age');
  const text = ageText(settings.age, t);
  return (
    <FieldRow
      label={t('age')}
      help={t('ageHelp')}
      inputId={sweeping ? 'recipe-age' : undefined}
      action={<SweepToggle field="age" />}
      below={sweeping && <SweepNote field="age" offer={offer} />}
    >
      {sweeping ? (
        <SweepInput field="age" id="recipe-age" offer={offer} />
      ) : (
        <>
          <Slider
            size="sm"
            color="dark.3"
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
        </>
      )}
    </FieldRow>
  );
}
