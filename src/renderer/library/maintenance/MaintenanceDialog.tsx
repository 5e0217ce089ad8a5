import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/Dialog.tsx';
import { useLibrary } from '../library-store.ts';
import { BackupsSection } from './BackupsSection.tsx';
import { CheckSection } from './CheckSection.tsx';
import classes from './MaintenanceDialog.module.css';
import { useShowsProblem } from './maintenance-store.ts';
import { NoticeBox } from './NoticeBox.tsx';
import { noticesOf } from './notices.ts';
import { Problem } from './Problem.tsx';
import { useLibraryStatus, useWorking } from './use-library-status.ts';
import { Working } from './Working.tsx';

/** Maintenance of the whole library: notices, folder, backups, verification, rebuild. */
export function MaintenanceDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('maintenance');
  const status = useLibraryStatus();
  const working = useWorking();
  useShowsProblem();
  if (!status) return null;
  const notices = noticesOf(status);
  const check = <CheckSection verified={status.verified} busy={working !== null} />;
  // Notices come first; without any, the most frequent action.
  const amiss = notices.some(({ kind }) => kind === 'verified');
  return (
    <Dialog opened onClose={onClose} title={t('title')} size="lg">
      <div className={classes.maintenance}>
        <Problem />
        {working && <Working working={working} />}
        {notices
          .filter(({ kind }) => kind !== 'verified')
          .map((notice) => (
            <NoticeBox key={notice.kind} notice={notice} status={status} whole />
          ))}
        {amiss && check}
        <section className={classes.section}>
          <h3>{t('folder')}</h3>
          <div className={classes.folder}>
            <code>{status.folder}</code>
            <CopyButton value={status.folder}>
              {({ copied, copy }) => (
                <Tooltip label={copied ? t('copied') : t('copyPath')}>
                  <ActionIcon size={22} aria-label={copied ? t('copied') : t('copyPath')} onClick={copy}>
                    {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
                  </ActionIcon>
                </Tooltip>
              )}
            </CopyButton>
          </div>
        </section>
        <BackupsSection backups={status.backups} busy={working !== null} />
        {!amiss && check}
        <section className={classes.section}>
          <div className={classes.head}>
            <h3>{t('rebuildHeading')}</h3>
            <Button
              variant="default"
              disabled={working !== null}
              onClick={() => useLibrary.setState({ dialog: { kind: 'rebuild' } })}
            >
              {t('rebuildIt')}
            </Button>
          </div>
          <p className={classes.hint}>{t('rebuildHint')}</p>
        </section>
      </div>
    </Dialog>
  );
}
