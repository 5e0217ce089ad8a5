import { useTranslation } from 'react-i18next';
import type { JobProgress } from '../../shared/contract/queue.ts';

/** What the running job is doing: 'Step 4 of 20'. */
export function usePhaseText(progress: JobProgress | null): string {
  const { t } = useTranslation('components');
  return progress ? t(progress.phase, { done: progress.done, total: progress.total }) : t('starting');
}
