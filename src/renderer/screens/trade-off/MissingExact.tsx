import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import type { JobDraft } from '../../../shared/recipe/draft.ts';
import { MOST_JOBS } from '../../../shared/recipe/sweep-axes.ts';
import { tell } from '../../components/tell.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';
import classes from './TradeOffScreen.module.css';

/** Lists pictures that cannot be plotted because they have no exact reference, and offers to paint the references. */
export function MissingExact({ pictures }: { pictures: readonly PictureSummary[] }) {
  const { t } = useTranslation('tradeOff');
  const [busy, setBusy] = useState(false);
  if (pictures.length === 0) return null;

  async function paint() {
    const drafts = await missingScenes(pictures);
    if (drafts.length > 0) await api.queue.add({ drafts, first: false, sweep: null });
    tell(t('queued', { count: drafts.length }));
  }

  return (
    <Group className={classes.notice} gap="sm">
      <Text size="sm">{t('unmeasured', { count: pictures.length })}</Text>
      <Button
        size="compact-sm"
        variant="light"
        loading={busy}
        onClick={() => {
          setBusy(true);
          paint()
            .catch(tellError)
            .finally(() => setBusy(false));
        }}
      >
        {t('paintExact')}
      </Button>
    </Group>
  );
}

/** The exact references to paint, without duplicates. */
async function missingScenes(pictures: readonly PictureSummary[]): Promise<JobDraft[]> {
  const drafts = new Map<string, JobDraft>();
  for (const { id } of pictures.slice(0, MOST_JOBS)) {
    const { pictureId, draft } = await api.compare.exactOf({ id });
    if (pictureId === null && draft) drafts.set(JSON.stringify(draft), draft);
  }
  return [...drafts.values()];
}
