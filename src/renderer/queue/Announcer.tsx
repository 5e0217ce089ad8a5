import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueState } from '../../shared/contract/queue.ts';
import { useLive } from '../state/live.ts';
import { promptText } from './job-text.ts';

/** Announces saved pictures and failures to screen readers. */
export function Announcer({ queue }: { queue: QueueState }) {
  const { t } = useTranslation('queue');
  const [text, setText] = useState('');
  const saved = useLive((live) => live.saved);
  // A saved job has left the list by then.
  const prompts = useRef(new Map<number, string>());
  const heard = useRef<Set<number> | null>(null);

  useEffect(() => {
    for (const job of queue.waiting) prompts.current.set(job.id, promptText(job.prompt));
    const failed = queue.stopped.filter(({ state }) => state === 'failed');
    const news = heard.current && failed.find(({ id }) => !heard.current?.has(id));
    if (news) setText(t('announceFailed', { prompt: promptText(news.prompt), what: news.error?.message ?? '' }));
    heard.current = new Set(failed.map(({ id }) => id));
  }, [queue, t]);

  useEffect(() => {
    const prompt = saved && prompts.current.get(saved.jobId);
    if (prompt) setText(t('announceLanded', { prompt }));
  }, [saved, t]);

  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  );
}
