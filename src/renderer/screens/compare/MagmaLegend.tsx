import { useTranslation } from 'react-i18next';
import classes from './MagmaLegend.module.css';

/** What the colours of a heatmap mean. */
export function MagmaLegend() {
  const { t } = useTranslation('compare');
  return (
    <figure className={classes.legend} aria-label={t('legend')}>
      <div className={classes.bar} />
      <figcaption className={classes.ends}>
        <span>{t('legendNone')}</span>
        <span>{t('legendMost')}</span>
      </figcaption>
    </figure>
  );
}
