import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QueueState } from '../../../shared/contract/queue.ts';
import { Empty } from '../../components/Empty.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';

/** Nothing has been painted yet, and the queue is paused or about to start. */
export function WaitingView({ queue }: { queue: QueueState }) {
  const { t } = useTranslation('view');
  const { paused, restored, waiting } = queue;
  if (!paused) return <Empty title={t('startingTitle')} />;
  return (
    <Empty
      title={t('pausedTitle')}
      action={<Button onClick={() => api.queue.resume().catch(tellError)}>{t('resume')}</Button>}
    >
      {restored > 0 ? t('restoredBody', { count: restored }) : t('pausedBody', { count: waiting.length })}
    </Empty>
  );
}
