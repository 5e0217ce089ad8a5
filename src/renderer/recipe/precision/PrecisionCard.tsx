import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PRECISION_CHOICES } from '../../../shared/chip/precision-plan.ts';
import { EstimateView } from '../estimate/EstimateView.tsx';
import type { useEstimate } from '../estimate/use-estimate.ts';
import { AgeField } from '../fields/AgeField.tsx';
import { ChipSeedField } from '../fields/ChipSeedField.tsx';
import { ChoiceSweep } from '../fields/ChoiceSweep.tsx';
import classes from '../fields/Fields.module.css';
import { PlainField } from '../fields/PlainField.tsx';
import { plainFields } from '../fields/plain-fields.ts';
import { SweepToggle } from '../fields/SweepToggle.tsx';
import type { Offer } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { ChipField } from './ChipField.tsx';
import { CustomKnobs } from './CustomKnobs.tsx';

interface Props {
  offer: Offer;
  estimated: ReturnType<typeof useEstimate>;
}

/** The precision, the chip, and the expected energy. */
export function PrecisionCard({ offer, estimated }: Props) {
  const { t } = useTranslation('recipe');
  const { form, sweeps, set } = useRecipe();
  const { precision } = form;
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
          {plainFields('chip').map((id) => (
            <PlainField key={id} field={id} offer={offer} />
          ))}
        </div>
      )}
    </section>
  );
}
