import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AgeField } from './AgeField.tsx';
import { ChipField } from './ChipField.tsx';
import { ChipSeedField } from './ChipSeedField.tsx';
import { ChoiceSweep } from './ChoiceSweep.tsx';
import { CustomKnobs } from './CustomKnobs.tsx';
import { EstimateView } from './EstimateView.tsx';
import classes from './RecipePanel.module.css';
import { useRecipe } from './recipe-store.ts';
import { SweepToggle } from './SweepToggle.tsx';
import { type Offer, PRECISION_CHOICES } from './settings.ts';
import type { useEstimate } from './use-estimate.ts';

interface Props {
  offer: Offer;
  estimated: ReturnType<typeof useEstimate>;
}

/** How precisely the picture is painted, on which chip, and what that costs. */
export function PrecisionCard({ offer, estimated }: Props) {
  const { t } = useTranslation('recipe');
  const { settings, sweeps, set } = useRecipe();
  const { precision } = settings;
  const sweeping = sweeps.some(({ field }) => field === 'precision');
  const options = PRECISION_CHOICES.map((value) => ({ value, label: t(value) }));
  return (
    <section className={classes.card} aria-labelledby="energy-card">
      <h2 className={classes.heading} id="energy-card">
        {t('energyCard')}
        <SweepToggle field="precision" />
      </h2>
      {sweeping ? (
        <ChoiceSweep field="precision" options={options} />
      ) : (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('precision')}
            data={options}
            value={precision}
            onChange={(value) => set('precision', value)}
          />
          <p className={classes.about}>{t(`${precision}About`)}</p>
        </>
      )}
      <EstimateView {...estimated} />
      {(precision !== 'exact' || sweeping) && (
        <div className={classes.group}>
          <ChipField offer={offer} />
          {precision === 'custom' && !sweeping && <CustomKnobs offer={offer} />}
          <ChipSeedField offer={offer} />
          <AgeField offer={offer} />
        </div>
      )}
    </section>
  );
}
