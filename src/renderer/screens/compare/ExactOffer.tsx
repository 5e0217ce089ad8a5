import { Button, Loader, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Target } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { tellError } from '../../components/tell-error.tsx';
import { api, query } from '../../contract/client.ts';
import { MOST_PINNED, useScreens } from '../../state/screens.ts';
import { useCompare } from './compare-store.ts';

interface Props {
  /** For a picture that can be painted exactly. */
  picture: PictureDetails;
  /** Pictures in the comparison. */
  count: number;
}

/** For a comparison without an exact picture: adds it if the library has it, otherwise offers to paint it. */
export function ExactOffer({ picture: { id }, count }: Props) {
  const { t } = useTranslation('compare');
  const alone = count === 1;
  const { data: exact } = useQuery(query.compare.exactOf.queryOptions({ input: { id } }));
  const { data: queue } = useQuery(query.queue.state.queryOptions());
  const { awaitingExactOf: awaiting, accompaniedId } = useCompare();
  const isAwaited = awaiting?.pictureId === id;
  const exactId = exact?.pictureId ?? null;
  const known = exactId !== null && exactId !== id;

  useEffect(() => {
    if (!known) return;
    if (isAwaited) joinAsReference(exactId);
    // For a single picture, its exact reference is added without asking.
    if (alone && accompaniedId !== id) {
      useCompare.setState({ accompaniedId: id });
      joinAsReference(exactId);
    }
  }, [known, alone, isAwaited, accompaniedId, exactId, id]);

  // The job failed or was cancelled.
  const stopped = isAwaited && queue?.stopped.some((job) => job.id === awaiting.jobId);
  useEffect(() => {
    if (stopped) useCompare.setState({ awaitingExactOf: null });
  }, [stopped]);

  if (exact === undefined || exactId === id) return null;
  if (isAwaited) {
    return (
      <Text size="sm" c="dark.2" role="status">
        <Loader size={12} mr={6} />
        {t('paintingExact')}
      </Text>
    );
  }
  const full = count === MOST_PINNED;
  if (known) {
    return (
      <Tooltip label={t('noRoomForExact')} disabled={!full}>
        <Button
          variant="default"
          leftSection={<Target size={14} />}
          {...(full && { 'data-disabled': true })}
          onClick={() => !full && joinAsReference(exactId)}
        >
          {t('useExact')}
        </Button>
      </Tooltip>
    );
  }
  const { draft } = exact;
  if (!draft) return null;
  return (
    <Tooltip label={full ? t('noRoomForExact') : t('paintExactHint')}>
      <Button
        variant="default"
        leftSection={<Target size={14} />}
        {...(full && { 'data-disabled': true })}
        onClick={() => {
          if (full) return;
          api.queue
            .add({ drafts: [draft], first: true, sweep: null })
            .then(({ jobIds }) => useCompare.setState({ awaitingExactOf: { pictureId: id, jobId: jobIds[0]! } }))
            .catch(tellError);
        }}
      >
        {t('paintExact')}
      </Button>
    </Tooltip>
  );
}

function joinAsReference(exactId: number): void {
  useCompare.setState({ awaitingExactOf: null, referenceId: exactId });
  useScreens.setState(({ pinnedIds }) =>
    pinnedIds.includes(exactId) ? {} : { pinnedIds: [exactId, ...pinnedIds].slice(0, MOST_PINNED) },
  );
}
