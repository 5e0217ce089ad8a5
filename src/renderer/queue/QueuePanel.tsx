import { ActionIcon, Button } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueState } from '../../shared/contract/queue.ts';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';
import { clearWaiting } from './actions.ts';
import classes from './QueuePanel.module.css';
import { StoppedList } from './StoppedList.tsx';
import { WaitingList } from './WaitingList.tsx';

/** Waiting and stopped jobs, above the strip. Not a dialog, because the user continues to work beside it. */
export function QueuePanel({ queue, onClose }: { queue: QueueState; onClose(): void }) {
  const { t } = useTranslation('queue');
  const { waiting, stopped } = queue;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      aria-label={t('queue')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className={classes.part}>
        <header className={classes.header}>
          <h2>{t('waitingTitle')}</h2>
          {waiting.some(({ state }) => state === 'queued') && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              onClick={() => void clearWaiting(waiting).catch(tellError)}
            >
              {t('clearWaiting')}
            </Button>
          )}
        </header>
        {waiting.length > 0 ? <WaitingList waiting={waiting} /> : <p className={classes.none}>{t('waitingEmpty')}</p>}
      </div>
      <div className={classes.part}>
        <header className={classes.header}>
          <h2>{t('stoppedTitle')}</h2>
          {stopped.length > 0 && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              onClick={() => api.queue.clear({ what: 'stopped' }).catch(tellError)}
            >
              {t('clearStopped')}
            </Button>
          )}
          <ActionIcon size={24} ml="auto" aria-label={t('hideQueue')} onClick={onClose}>
            <X size={14} aria-hidden />
          </ActionIcon>
        </header>
        {stopped.length > 0 ? <StoppedList stopped={stopped} /> : <p className={classes.none}>{t('stoppedEmpty')}</p>}
      </div>
    </section>
  );
}
