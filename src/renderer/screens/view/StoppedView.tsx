import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../../shared/contract/queue.ts';
import { Explained } from '../../components/Explained.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { Framed } from '../../components/zoom/Framed.tsx';
import { Layer } from '../../components/zoom/Layer.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import { ZoomSurface } from '../../components/zoom/ZoomSurface.tsx';
import { api } from '../../contract/client.ts';
import { useFollow } from './follow.ts';
import classes from './StoppedView.module.css';

/** A job that failed or was cancelled: its last preview, the reason, and how to continue. */
export function StoppedView({ job, zoom }: { job: JobSummary; zoom: Zoom }) {
  const { t } = useTranslation('view');
  const { previewUrl } = job;
  const alt = t('unsavedAlt', { prompt: job.prompt });
  return (
    <Framed zoom={zoom} caption={<Notice job={job} />}>
      {previewUrl === null ? (
        <div className={classes.nothing} />
      ) : (
        <ZoomSurface zoom={zoom} picture={job} label={alt}>
          {(place) => (
            <div className={classes.unsaved}>
              <Layer src={previewUrl} alt={alt} place={place} />
            </div>
          )}
        </ZoomSurface>
      )}
    </Framed>
  );
}

function Notice({ job }: { job: JobSummary }) {
  const { t } = useTranslation('view');
  const failed = job.state === 'failed';
  return (
    <Paper className={classes.notice} role={failed ? 'alert' : 'status'} data-failed={failed || undefined} radius={0}>
      <Stack gap={4} flex={1} miw={0}>
        <Title order={2} size="md" fw={600}>
          {t(failed ? 'failedTitle' : 'cancelledTitle')}
        </Title>
        <Text size="sm" c="dark.2" truncate title={job.prompt}>
          {job.prompt}
        </Text>
        {job.error && failed && (
          <Text size="sm">
            <Explained error={job.error} />
          </Text>
        )}
        {!failed && <Text size="sm">{t('cancelledBody')}</Text>}
      </Stack>
      <Group gap="xs" wrap="nowrap">
        <Button variant="default" onClick={() => useFollow.setState({ dismissedJobId: job.id })}>
          {t('dismiss')}
        </Button>
        <Button
          leftSection={<RotateCcw size={14} />}
          onClick={() => api.queue.retry({ jobId: job.id }).catch(tellError)}
        >
          {t(failed ? 'retry' : 'paintAgain')}
        </Button>
      </Group>
    </Paper>
  );
}
