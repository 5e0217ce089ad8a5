import { Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AGE_STOPS, nearestStop } from '../form/age.ts';
import type { Offer } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { ageText } from '../text/age-text.ts';
import classes from './AgeField.module.css';
import { FieldRow } from './FieldRow.tsx';
import { SweepInput } from './SweepInput.tsx';
import { SweepNote } from './SweepNote.tsx';
import { SweepToggle } from './SweepToggle.tsx';

/** Time since the chip was programmed, on a log scale. */
export function AgeField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, set } = useRecipe();
  const sweeping = sweeps.some(({ field }) => field === 'age');
  const text = ageText(form.age, t);
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
            value={nearestStop(form.age)}
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
