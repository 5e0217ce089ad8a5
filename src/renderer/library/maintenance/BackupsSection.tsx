import { Badge, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LibraryStatus } from '../../../shared/contract/maintenance.ts';
import { useLibrary } from '../library-store.ts';
import { backUp } from './actions.ts';
import { backupFacts } from './backup-facts.ts';
import classes from './MaintenanceDialog.module.css';
import { dayInWords } from './time.ts';

interface Props {
  backups: LibraryStatus['backups'];
  /** Another operation is running. */
  busy: boolean;
}

/** The time of the last backup, and all backups that can be restored. */
export function BackupsSection({ backups, busy }: Props) {
  const { t } = useTranslation('maintenance');
  const [newest] = backups;
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h3>{t('backups')}</h3>
        <Button variant="default" disabled={busy} onClick={() => void backUp()}>
          {t('backUpNow')}
        </Button>
      </div>
      <Text size="sm">
        {newest
          ? t('lastBackup', {
              when: dayInWords(newest.createdAt),
              pictures: t('pictures', { count: newest.pictures }),
            })
          : t('noBackup')}
      </Text>
      {backups.length > 0 && (
        <ul className={classes.backups} aria-label={t('backups')}>
          {backups.map((backup, index) => {
            const { when, exactly } = backupFacts(t, backup);
            return (
              <li key={backup.name}>
                <div className={classes.backup}>
                  <span>
                    {when}
                    {index === 0 && (
                      <Badge size="xs" variant="default" ml={6}>
                        {t('newest')}
                      </Badge>
                    )}
                  </span>
                  <span className={classes.dim}>{exactly}</span>
                </div>
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={busy}
                  aria-label={t('restoreFrom', { when: exactly })}
                  onClick={() => useLibrary.setState({ dialog: { kind: 'restore-backup', backup } })}
                >
                  {t('restoreIt')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <p className={classes.hint}>{t('backupHint')}</p>
    </section>
  );
}
