import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MaintenanceProgress } from '../../../shared/contract/maintenance.ts';
import { useMaintenance } from './maintenance-store.ts';
import classes from './Working.module.css';

/** The running operation with its progress, and a button if it can be stopped. */
export function Working({ working }: { working: MaintenanceProgress }) {
  const { t } = useTranslation('maintenance');
  const stop = useMaintenance((maintenance) => maintenance.stop);
  const { what, done, total } = working;
  const known = total > 0;
  const percent = known ? Math.floor((100 * done) / total) : 0;
  // A backup counts pages, which mean nothing to users.
  const ofPages = what === 'backup' || what === 'restore';
  const far = !known ? '' : ofPages ? t('percent', { percent }) : t('ofPictures', { done, total });
  return (
    <div className={classes.working}>
      <div className={classes.text}>
        <Text size="sm" role="status">
          {t(what)}
        </Text>
        <Text size="sm" c="dark.2">
          {far}
        </Text>
      </div>
      <div className={classes.line}>
        <Progress.Root size={6} flex={1}>
          <Progress.Section
            value={known ? percent : 100}
            striped={!known}
            animated={!known}
            color={known ? 'amber' : 'gray'}
            aria-label={t('working')}
            aria-valuetext={`${t(what)} ${far}`}
          />
        </Progress.Root>
        {stop && (
          <Button size="compact-sm" variant="default" onClick={() => stop.abort()}>
            {t('stop')}
          </Button>
        )}
      </div>
    </div>
  );
}
