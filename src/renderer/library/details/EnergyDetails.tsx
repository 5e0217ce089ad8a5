import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { EnergyBar, EnergyLegend } from '../../components/EnergyBar.tsx';
import { Joules } from '../../components/Joules.tsx';
import { duration, factor, si } from '../../language/quantities.ts';
import { shippedText } from '../../language/shipped.ts';
import classes from './Details.module.css';
import { Facts } from './Facts.tsx';

/** Its energy by component, and the energy on other hardware for comparison. */
export function EnergyDetails({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('library');
  const { energy, joules, seconds, preparationSeconds, backend, threads } = picture;
  const time = [
    { name: t('paintedIn'), value: seconds === null ? null : duration(seconds) },
    {
      name: t('preparation'),
      value: preparationSeconds ? duration(preparationSeconds) : null,
      hint: t('preparationHint'),
    },
    { name: t('computedBy'), value: backend === null ? null : t('backend', { backend, count: threads ?? 1 }) },
  ];
  if (!energy) {
    return (
      <section className={classes.part}>
        {joules !== null && <Joules joules={joules} kind="measured" />}
        <Facts facts={time} />
      </section>
    );
  }

  const { low, high, why } = energy.uncertainty;
  const elsewhere = (name: string) => {
    const baseline = energy.baselines[name];
    if (baseline?.joules == null) return null;
    return energy.joules > 0
      ? t('baseline', { joules: si(baseline.joules, 'J'), factor: factor(baseline.joules / energy.joules) })
      : si(baseline.joules, 'J');
  };
  return (
    <section className={classes.part}>
      <h3>{t('energy')}</h3>
      <div>
        <Joules joules={energy.joules} kind="measured" range={{ low, high }} />{' '}
        <span className={classes.range} title={shippedText(why)}>
          {t('between', { low: si(low, 'J'), high: si(high, 'J') })}
        </span>
      </div>
      {energy.joules > 0 && (
        <>
          <EnergyBar components={energy.components} label={t('energyByPart')} />
          <EnergyLegend />
        </>
      )}
      <Facts
        facts={[
          { name: t('onGpu'), value: elsewhere('gpu'), ...hinted(energy.baselines.gpu?.how) },
          { name: t('onThisMachine'), value: elsewhere('machine'), ...hinted(energy.baselines.machine?.how) },
          { name: t('chipTime'), value: energy.chipSeconds > 0 ? si(energy.chipSeconds, 's') : null },
          {
            name: t('programming'),
            value: energy.programming.joules > 0 ? si(energy.programming.joules, 'J') : null,
            hint: t('programmingHint', { count: energy.programming.amortizedOver }),
          },
          {
            name: t('clipped'),
            value: energy.adc.conversions > 0 ? percent(energy.adc.clipped / energy.adc.conversions) : null,
            hint: t('clippedHint'),
          },
          ...time,
        ]}
      />
    </section>
  );
}

function hinted(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
