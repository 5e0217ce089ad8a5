import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { VerifyReport } from '../../../shared/contract/maintenance.ts';
import { verify } from './actions.ts';
import classes from './MaintenanceDialog.module.css';
import { Report } from './Report.tsx';
import { dayInWords } from './time.ts';

/** Starts a verification, and shows the result of the last one. */
export function CheckSection({ verified, busy }: { verified: VerifyReport | null; busy: boolean }) {
  const { t } = useTranslation('maintenance');
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h3>{t('check')}</h3>
        <Button variant="default" disabled={busy} onClick={() => void verify()}>
          {t('verifyNow')}
        </Button>
      </div>
      <Text size="sm">{verified ? t('lastVerified', { when: dayInWords(verified.at) }) : t('neverVerified')}</Text>
      {verified && <Report report={verified} />}
      <p className={classes.hint}>{t('checkHint')}</p>
    </section>
  );
}
