import { Group, Progress, Text } from '@mantine/core';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobProgress, JobSummary } from '../../../shared/contract/queue.ts';
import { CommandIcon } from '../../commands/CommandIcon.tsx';
import { Joules } from '../../components/Joules.tsx';
import { usePhaseText } from '../../components/use-phase-text.ts';
import { duration } from '../../language/quantities.ts';
import classes from './Caption.module.css';

interface Props {
  job: JobSummary;
  progress: JobProgress | null;
}

/** Progress of the running job, and its energy so far. */
export function LiveBar({ job, progress: newest }: Props) {
  const { t } = useTranslation('view');
  const progress = newest?.jobId === job.id ? newest : null;
  const percent = progress && progress.total > 0 ? (progress.done / progress.total) * 100 : null;
  const phase = usePhaseText(progress);
  return (
    <section className={classes.caption} aria-label={t('painting')}>
      <Progress.Root size={3} radius={0} className={classes.progress}>
        <Progress.Section
          value={percent ?? 100}
          animated={percent === null}
          striped={percent === null}
          aria-label={phase}
        />
      </Progress.Root>
      <Group gap="md" wrap="nowrap" className={classes.line}>
        <Text size="md" truncate flex={1} title={job.prompt}>
          {job.prompt}
        </Text>
        <CommandIcon command="cancel-job">
          <X size={15} />
        </CommandIcon>
      </Group>
      <Group gap="md" className={classes.facts}>
        <span className={classes.phase} data-testid="live-phase">
          {phase}
        </span>
        {progress && progress.joules > 0 && <Joules joules={progress.joules} kind="measured" />}
        {progress?.etaSeconds != null && <span>{t('left', { time: duration(progress.etaSeconds) })}</span>}
      </Group>
    </section>
  );
}
