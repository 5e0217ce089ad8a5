import { Button } from '@mantine/core';
import { Brush, ImagePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobProgress, JobSummary } from '../../../shared/contract/queue.ts';
import { follow, useFollow } from './follow.ts';
import classes from './NewsChip.module.css';

interface Props {
  saved: { pictureId: number } | null;
  running: JobSummary | null;
  progress: JobProgress | null;
}

/** Shown with an older picture: tells that there is a newer one, or that one is being painted. */
export function NewsChip({ saved, running, progress }: Props) {
  const { t } = useTranslation('view');
  const seenId = useFollow((choices) => choices.seenId);
  if (saved && saved.pictureId !== seenId) {
    return (
      <Button
        className={classes.chip}
        variant="light"
        leftSection={<ImagePlus size={14} />}
        onClick={() => follow(saved.pictureId)}
      >
        {t('newPicture')}
      </Button>
    );
  }
  if (!running) return null;
  const steps = progress?.jobId === running.id && progress.phase === 'step' ? `${progress.done}/${progress.total}` : '';
  return (
    <Button className={classes.chip} variant="default" leftSection={<Brush size={14} />} onClick={() => follow(null)}>
      {t('watch', { steps })}
    </Button>
  );
}
