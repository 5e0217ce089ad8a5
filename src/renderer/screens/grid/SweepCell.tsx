import { Button, Progress, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSummary, Sweep } from '../../../shared/contract/queue.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { Joules } from '../../components/Joules.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';
import { decimal } from '../../language/quantities.ts';
import { useLive } from '../../state/live.ts';
import { useScreens } from '../../state/screens.ts';
import classes from './GridScreen.module.css';

interface Props {
  cell: Sweep['cells'][number];
  /** Its position, for screen readers. */
  name: string;
  index: number;
  isTabStop: boolean;
  onKeyDown(event: KeyboardEvent): void;
  onFocus(): void;
}

/** One cell: its picture, or the progress of its job. */
export function SweepCell({ cell: { job, picture }, name, index, isTabStop, onKeyDown, onFocus }: Props) {
  const { view, togglePin, pinnedIds } = useScreens();
  return (
    <td
      tabIndex={isTabStop ? 0 : -1}
      data-cell={index}
      data-testid="sweep-cell"
      data-state={picture ? 'done' : stateOf(job)}
      className={classes.cell}
      data-pinned={picture !== null && pinnedIds.includes(picture.id)}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onClick={(event) => {
        if (!picture) return;
        if (event.altKey) togglePin(picture.id);
        else view(picture.id);
      }}
    >
      <VisuallyHidden>{name}</VisuallyHidden>
      {picture ? (
        <>
          <img
            className={`${classes.picture} checkerboard`}
            src={urls.thumbnail(picture.id)}
            alt=""
            draggable={false}
          />
          <div className={classes.caption}>
            {picture.joules !== null && <Joules joules={picture.joules} kind="measured" />}
            {picture.fidelity?.psnr != null && <span>{decimal(picture.fidelity.psnr, 1)} dB</span>}
          </div>
        </>
      ) : (
        <Waiting job={job} />
      )}
    </td>
  );
}

function stateOf(job: JobSummary | null): 'queued' | 'running' | 'failed' | 'cancelled' | 'trashed' {
  // The job is done and its picture is in the trash.
  return job === null || job.state === 'done' ? 'trashed' : job.state;
}

function Waiting({ job }: { job: JobSummary | null }) {
  const { t } = useTranslation('grid');
  const progress = useLive((live) => (live.progress?.jobId === job?.id ? live.progress : null));
  const state = stateOf(job);
  const preview = progress?.previewUrl ?? job?.previewUrl;
  return (
    <div className={classes.waiting}>
      {preview && <img className={classes.picture} src={preview} alt="" />}
      <Text size="xs" c="dark.2">
        {t(state)}
      </Text>
      {progress?.phase === 'step' && (
        <Progress size="xs" w="80%" value={(100 * progress.done) / progress.total} aria-hidden />
      )}
      {job && (state === 'failed' || state === 'cancelled') && (
        <Tooltip label={job.error ? `${job.error.message}. ${job.error.todo}.` : t('cancelled')}>
          <Button
            size="compact-xs"
            variant="default"
            onClick={(event) => {
              event.stopPropagation();
              api.queue.retry({ jobId: job.id }).catch(tellError);
            }}
          >
            {t('retry')}
          </Button>
        </Tooltip>
      )}
    </div>
  );
}
