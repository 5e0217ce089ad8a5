import { ActionIcon, Progress, Tooltip } from '@mantine/core';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { Joules } from '../components/Joules.tsx';
import { usePhaseText } from '../components/use-phase-text.ts';
import { duration } from '../language/quantities.ts';
import { useLive } from '../state/live.ts';
import { useScreens } from '../state/screens.ts';
import { cancelJob } from './actions.ts';
import { promptText } from './job-text.ts';
import classes from './RunningJob.module.css';

/** The running job on one line. */
export function RunningJob({ job }: { job: JobSummary }) {
  const { t } = useTranslation('queue');
  const progress = useLive((live) => (live.progress?.jobId === job.id ? live.progress : null));
  const preview = progress?.previewUrl ?? job.previewUrl;
  const phase = usePhaseText(progress);
  const painting = progress?.phase === 'step' || progress?.phase === 'decode';
  const percent = progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0;
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        title={promptText(job.prompt)}
        onClick={() => useScreens.setState({ tab: 'view', viewedId: null })}
      >
        <span className={`${classes.thumb} checkerboard`}>{preview && <img src={preview} alt="" />}</span>
        <span className={classes.prompt}>{promptText(job.prompt)}</span>
      </button>
      <span className={classes.phase}>{phase}</span>
      <Progress.Root size={6} className={classes.bar}>
        <Progress.Section
          value={percent}
          color={painting ? 'amber' : 'gray'}
          aria-label={t('progress')}
          aria-valuetext={phase}
        />
      </Progress.Root>
      {progress && progress.etaSeconds !== null && (
        <span className={classes.left}>{t('timeLeft', { time: duration(progress.etaSeconds) })}</span>
      )}
      {progress && progress.joules > 0 && <Joules joules={progress.joules} kind="measured" />}
      <Tooltip label={t('cancelRunning')}>
        <ActionIcon size={24} aria-label={t('cancelRunning')} onClick={() => cancelJob(job)}>
          <X size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
