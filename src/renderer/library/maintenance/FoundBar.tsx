import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLibrary } from '../library-store.ts';
import classes from './FoundBar.module.css';
import { dismissNotice, useMaintenance } from './maintenance-store.ts';
import { NoticeBox } from './NoticeBox.tsx';
import { useLibraryStatus, useWorking } from './use-library-status.ts';
import { useOpenNotices } from './use-open-notices.ts';
import { Working } from './Working.tsx';

/** Above the gallery: the most urgent notice, and the number of others. */
export function FoundBar() {
  const { t } = useTranslation('maintenance');
  const status = useLibraryStatus();
  const [notice, ...others] = useOpenNotices();
  const working = useWorking();
  if (!status) return null;
  // Pictures are added meanwhile, also on a page that was reloaded for it.
  if (working && working.what !== 'backup' && working.what !== 'verify') {
    return (
      <div className={classes.bar}>
        <Working working={working} />
      </div>
    );
  }
  if (!notice) return null;
  return (
    <section className={classes.bar} aria-label={t('notices')}>
      <NoticeBox
        notice={notice}
        status={status}
        onDismiss={() => {
          if (notice.kind !== 'takenIn') return dismissNotice(notice.kind, notice.saying);
          useMaintenance.setState({ takenIn: null });
          // Refused files have been read as well.
          if (notice.refused) dismissNotice('setAside', String(notice.refused));
        }}
      >
        {others.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={() => useLibrary.setState({ dialog: { kind: 'maintenance' } })}
          >
            {t('moreNotices', { count: others.length })}
          </Button>
        )}
      </NoticeBox>
    </section>
  );
}
