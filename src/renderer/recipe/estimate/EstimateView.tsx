import { useTranslation } from 'react-i18next';
import type { Estimate } from '../../../shared/engine/energy-estimate.ts';
import { Joules } from '../../components/Joules.tsx';
import { explain } from '../../components/tell-error.tsx';
import { duration, factor } from '../../language/quantities.ts';
import { useRecipe } from '../store/recipe-store.ts';
import classes from './EstimateView.module.css';
import type { RunEstimate } from './use-estimate.ts';

interface Props {
  estimate: RunEstimate | null;
  error: unknown;
  /** A newer estimate has been requested. */
  stale: boolean;
}

/** The expected energy of one picture, beside that of the same picture painted exactly. */
export function EstimateView({ estimate, error, stale }: Props) {
  const { t } = useTranslation('recipe');
  const isExact = useRecipe(({ form, sweeps }) => form.precision === 'exact' && sweeps.length === 0);
  if (error) return <p className={classes.bad}>{t('estimateFailed', { what: explain(error).what })}</p>;
  // Reserves the space, so that nothing moves when the figures arrive.
  if (!estimate) {
    return (
      <div className={classes.estimate} aria-busy>
        <div className={classes.title}>{t('estimating')}</div>
      </div>
    );
  }
  const { each, exact } = estimate;
  const cheapest = each.reduce((least, one) => (one.joules < least.joules ? one : least));
  const dearest = each.reduce((most, one) => (one.joules > most.joules ? one : most));
  const largest = Math.max(dearest.joules, exact?.joules ?? 0);
  const width = (joules: number) => `${(100 * joules) / largest}%`;
  const one = cheapest.joules === dearest.joules ? cheapest : null;
  return (
    <div className={classes.estimate} data-stale={stale || undefined}>
      <div className={classes.title}>
        <span>{t('estimate')}</span>
        {one && <span>{one.seconds === null ? t('timeUnknown') : t('about', { time: duration(one.seconds) })}</span>}
      </div>
      <div className={classes.line}>
        <span>{t('thisRecipe')}</span>
        <div className={classes.track}>
          <div className={classes.bar} data-exact={isExact || undefined} style={{ width: width(dearest.joules) }} />
        </div>
        <span className={classes.figure}>
          {one ? (
            <Joules joules={one.joules} kind="estimate" range={one} />
          ) : (
            <>
              <Joules joules={cheapest.joules} kind="estimate" range={cheapest} /> –{' '}
              <Joules joules={dearest.joules} kind="estimate" range={dearest} />
            </>
          )}
        </span>
      </div>
      {exact && !isExact && (
        <div className={classes.line}>
          <span className={classes.reference}>{t('estimateExact')}</span>
          <div className={classes.track}>
            <div className={classes.bar} data-exact style={{ width: width(exact.joules) }} />
          </div>
          <span className={classes.figure}>
            <Joules joules={exact.joules} kind="estimate" range={exact} />
          </span>
        </div>
      )}
      {one && exact && !isExact && <strong className={classes.comparison}>{comparison(one, exact)}</strong>}
    </div>
  );

  function comparison(recipe: Estimate, reference: Estimate): string {
    const ratio = recipe.joules / reference.joules;
    const percent = factor(ratio * 100);
    if (percent === '100') return t('sameAsExact');
    return ratio < 1
      ? t('lessThanExact', { factor: factor(1 / ratio) })
      : t('moreThanExact', { factor: factor(ratio) });
  }
}
