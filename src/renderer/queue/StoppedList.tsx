import { ActionIcon, Tooltip } from '@mantine/core';
import { Ban, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { Explained } from '../components/Explained.tsx';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';
import classes from './JobList.module.css';
import { promptText } from './job-text.ts';

/** Failed and cancelled jobs, with the reason and what to do. */
export function StoppedList({ stopped }: { stopped: readonly JobSummary[] }) {
  const { t } = useTranslation(['queue', 'components']);
  return (
    <div className={classes.scroller}>
      <ul className={classes.stoppedList}>
        {stopped.map((job) => {
          const prompt = promptText(job.prompt);
          return (
            <li key={job.id} className={classes.stopped}>
              {job.previewUrl ? (
                <span className={`${classes.thumb} checkerboard`}>
                  <img src={job.previewUrl} alt="" />
                </span>
              ) : (
                <Ban className={classes.noPreview} size={15} aria-hidden />
              )}
              <div>
                <div className={classes.prompt} title={prompt}>
                  {prompt}
                </div>
                <div className={classes.why}>
                  {job.state === 'failed' && job.error ? (
                    <Explained error={job.error} what={(text) => <strong>{text}</strong>} />
                  ) : (
                    t('cancelled')
                  )}
                </div>
              </div>
              <Tooltip label={t('retry')}>
                <ActionIcon
                  size={24}
                  aria-label={t('components:named', { name: t('retry'), value: prompt })}
                  onClick={() => api.queue.retry({ jobId: job.id }).catch(tellError)}
                >
                  <RotateCcw size={13} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
