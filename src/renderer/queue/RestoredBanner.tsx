import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';
import { discardRestored } from './actions.ts';
import classes from './RestoredBanner.module.css';

/** Shown after a crash or a quit with jobs left: nothing is painted before the user confirms. */
export function RestoredBanner({ restored, waiting }: { restored: number; waiting: readonly JobSummary[] }) {
  const { t } = useTranslation('queue');
  return (
    <div className={classes.banner} role="status">
      <span>{t('restored', { count: restored })}</span>
      <Button size="compact-sm" onClick={() => api.queue.resume().catch(tellError)}>
        {t('continue')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => void discardRestored(waiting).catch(tellError)}>
        {t('discard')}
      </Button>
    </div>
  );
}
