import { Badge, Button, Radio, Text } from '@mantine/core';
import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryStatus } from '../../../shared/contract/maintenance.ts';
import { explainTold, sentence } from '../../components/tell-error.tsx';
import { rebuild, restore } from './actions.ts';
import { backupFacts } from './backup-facts.ts';
import { LanguageMenu } from './LanguageMenu.tsx';
import { useShowsProblem } from './maintenance-store.ts';
import { Problem } from './Problem.tsx';
import classes from './RescueScreen.module.css';
import { useWorking } from './use-library-status.ts';
import { Working } from './Working.tsx';

/**
 * Shown instead of the studio while the library's database cannot be opened: what happened, and two ways to repair it.
 */
export function RescueScreen({ status }: { status: LibraryStatus }) {
  const { t } = useTranslation('maintenance');
  const working = useWorking();
  useShowsProblem();
  const { backups } = status;
  return (
    <main className={classes.screen}>
      <div className={classes.page}>
        <header className={classes.header}>
          <LifeBuoy size={22} aria-hidden className={classes.icon} />
          <h1>{t('rescueTitle')}</h1>
          <LanguageMenu />
        </header>
        <p className={classes.safe}>{t('rescueSafe')}</p>
        <dl className={classes.facts}>
          {status.problem && (
            <>
              <dt>{t('rescueWhy')}</dt>
              <dd>{sentence(explainTold(status.problem).what)}</dd>
            </>
          )}
          <dt>{t('folder')}</dt>
          <dd>
            <code>{status.folder}</code>
          </dd>
        </dl>
        <Problem />
        {working && <Working working={working} />}
        <div className={classes.choices}>
          <RestoreChoice backups={backups} busy={working !== null} />
          <section className={classes.choice} aria-labelledby="rescue-rebuild">
            <h2 id="rescue-rebuild">
              {t('rescueRebuild')}
              {backups.length === 0 && <Recommended />}
            </h2>
            <p>{t('rescueRebuildText')}</p>
            <dl className={classes.back}>
              <dt data-good>{t('comesBack')}</dt>
              <dd>{t('comesBackList')}</dd>
              <dt data-part>{t('comesInPart')}</dt>
              <dd>{t('comesInPartList')}</dd>
              <dt>{t('doesNot')}</dt>
              <dd>{t('doesNotList')}</dd>
            </dl>
            {backups.length > 0 && <p>{t('rescueUnless')}</p>}
            <Button
              className={classes.action}
              variant={backups.length === 0 ? 'filled' : 'default'}
              disabled={working !== null}
              onClick={() => void rebuild()}
            >
              {t('rescueRebuild')}
            </Button>
          </section>
        </div>
        <Text size="sm" c="dark.2">
          {t('rescueKept')}
        </Text>
      </div>
    </main>
  );
}

function RestoreChoice({ backups, busy }: { backups: LibraryStatus['backups']; busy: boolean }) {
  const { t } = useTranslation('maintenance');
  const [chosen, setChosen] = useState<string | null>(null);
  // A backup that no longer exists is deselected.
  const name = backups.some((backup) => backup.name === chosen) ? chosen : (backups[0]?.name ?? null);
  return (
    <section className={classes.choice} aria-labelledby="rescue-backup">
      <h2 id="rescue-backup">
        {t('rescueBackup')}
        {name !== null && <Recommended />}
      </h2>
      {name === null ? (
        <p>{t('rescueNoBackup')}</p>
      ) : (
        <>
          <p>{t('rescueBackupText')}</p>
          <Radio.Group value={name} onChange={setChosen} aria-label={t('chooseBackup')}>
            <div className={classes.backups}>
              {backups.map((backup, index) => {
                const { when, exactly } = backupFacts(t, backup);
                return (
                  <Radio
                    key={backup.name}
                    size="xs"
                    value={backup.name}
                    disabled={busy}
                    label={index === 0 ? t('newestOf', { when }) : when}
                    description={exactly}
                    classNames={{ label: classes.when, description: classes.exactly }}
                  />
                );
              })}
            </div>
          </Radio.Group>
          <Button className={classes.action} disabled={busy} onClick={() => void restore(name)}>
            {t('rescueRestore')}
          </Button>
        </>
      )}
    </section>
  );
}

function Recommended() {
  const { t } = useTranslation('maintenance');
  return (
    <Badge size="xs" variant="outline">
      {t('recommended')}
    </Badge>
  );
}
