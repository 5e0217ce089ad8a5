import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { ChevronDown, ChevronUp, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueState } from '../../shared/contract/queue.ts';
import { useCommand } from '../commands/registry.ts';
import { Joules } from '../components/Joules.tsx';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';
import { useRecipeCommands } from '../recipe/generate/use-recipe-commands.ts';
import { Announcer } from './Announcer.tsx';
import { cancelJob, clearWaiting } from './actions.ts';
import { QueuePanel } from './QueuePanel.tsx';
import classes from './QueueStrip.module.css';
import { RestoredBanner } from './RestoredBanner.tsx';
import { RunningJob } from './RunningJob.tsx';
import { useQueue } from './use-queue.ts';

/** The bottom of the window: the running job and its energy so far. */
export function QueueStrip() {
  const queue = useQueue();
  // The strip is always mounted; the recipe's panel may be hidden.
  useRecipeCommands();
  return queue ? <Strip queue={queue} /> : <div className={classes.strip} aria-busy />;
}

function Strip({ queue }: { queue: QueueState }) {
  const { t } = useTranslation(['queue', 'components']);
  const [open, setOpen] = useState(false);
  const { paused, restored, waiting, stopped, session } = queue;
  const running = waiting.find(({ state }) => state === 'running');
  const queued = waiting.filter(({ state }) => state === 'queued');
  const failed = stopped.filter(({ state }) => state === 'failed').length;
  const togglePause = () => (paused ? api.queue.resume() : api.queue.pause()).catch(tellError);
  useCommand('cancel-job', () => running && cancelJob(running), running !== undefined);
  useCommand('toggle-queue', () => void togglePause());
  useCommand('show-queue', () => setOpen(!open));
  useCommand('clear-queue', () => void clearWaiting(waiting).catch(tellError), queued.length > 0);
  const waits = [t('queue'), ...(queued.length > 0 ? [t('waits', { count: queued.length })] : [])].join(' · ');
  const fails = failed > 0 ? t('failed', { count: failed }) : '';
  const pauseName = t(paused ? 'resume' : 'pause');
  return (
    <footer>
      {restored > 0 && <RestoredBanner restored={restored} waiting={waiting} />}
      {open && <QueuePanel queue={queue} onClose={() => setOpen(false)} />}
      <div className={classes.strip}>
        <div className={classes.now}>
          {running ? (
            <RunningJob job={running} />
          ) : (
            <span className={classes.dim}>{paused && queued.length > 0 ? t('paused') : t('idle')}</span>
          )}
          {paused && running && <span className={classes.dim}>{t('pausing')}</span>}
        </div>
        <Tooltip label={pauseName}>
          <ActionIcon
            aria-label={pauseName}
            aria-pressed={paused}
            color={paused ? 'amber' : 'gray'}
            onClick={togglePause}
          >
            {paused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-expanded={open}
          // The label starts with the visible text, so that voice control finds the button by it.
          aria-label={t('components:named', {
            name: [waits, fails].join(' ').trim(),
            value: t(open ? 'hideQueue' : 'showQueue'),
          })}
          onClick={() => setOpen(!open)}
          rightSection={open ? <ChevronDown size={13} aria-hidden /> : <ChevronUp size={13} aria-hidden />}
        >
          {waits}
          {fails && <span className={classes.bad}>{fails}</span>}
        </Button>
        <span className={classes.session}>
          <span className={classes.dim}>{t('session')}</span> {t('pictures', { count: session.pictures })}{' '}
          <Joules joules={session.joules} kind="measured" />
        </span>
      </div>
      <Announcer queue={queue} />
    </footer>
  );
}
