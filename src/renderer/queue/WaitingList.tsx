import { VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { tellError } from '../components/tell-error.tsx';
import { api, query } from '../contract/client.ts';
import classes from './JobList.module.css';
import { WaitingRow } from './WaitingRow.tsx';

const ROW = 34;

/** Waiting jobs in painting order. Rows are moved by dragging, by key and by menu. */
export function WaitingList({ waiting }: { waiting: readonly JobSummary[] }) {
  const { t } = useTranslation('queue');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: waiting.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => waiting[index]!.id,
    overscan: 6,
  });
  const [dragged, setDragged] = useState<number | null>(null);
  /** Target of a dragged row: before the row with this index. */
  const [gap, setGap] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const queries = useQueryClient();
  // The running picture stays where it is.
  const firstMovable = waiting.findIndex(({ state }) => state === 'queued');

  /** @param to index of the row that it goes before; the list's length: to the end */
  function move(jobId: number, to: number, order = waiting): void {
    const from = order.findIndex(({ id }) => id === jobId);
    const gapIndex = Math.max(to, firstMovable);
    if (from < 0 || gapIndex === from || gapIndex === from + 1) return;
    const place = gapIndex > from ? gapIndex : gapIndex + 1;
    const before = order[gapIndex]?.id ?? null;
    // Shown before the studio has answered.
    queries.setQueryData(
      query.queue.state.queryKey(),
      (old) => old && { ...old, waiting: moved(old.waiting, jobId, before) },
    );
    api.queue
      .move({ jobId, before })
      .then(() => setSaid(t('announceMoved', { place, total: order.length })))
      .catch((error) => {
        void queries.invalidateQueries({ queryKey: query.queue.key() });
        tellError(error);
      });
  }

  /** Moves by one relative to the newest order: a second key may come before the first move is drawn. */
  function step(jobId: number, by: -1 | 1): void {
    const order = queries.getQueryData(query.queue.state.queryKey())?.waiting ?? waiting;
    const from = order.findIndex(({ id }) => id === jobId);
    move(jobId, by < 0 ? from - 1 : from + 2, order);
  }

  return (
    <div ref={scroller} className={classes.scroller}>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list's rows are positioned, and <ul> loses its role with list-style none */}
      <div role="list" className={classes.list} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const job = waiting[index]!;
          return (
            <WaitingRow
              key={key}
              job={job}
              index={index}
              total={waiting.length}
              top={start}
              height={ROW}
              marked={
                dragged !== null && gap !== null && (gap === index ? 'above' : gap === index + 1 ? 'below' : null)
              }
              onMove={(to) => move(job.id, to)}
              onStep={(by) => step(job.id, by)}
              firstMovable={firstMovable}
              onDragStart={() => setDragged(job.id)}
              onDragOver={(lowerHalf) => setGap(Math.max(index + (lowerHalf ? 1 : 0), firstMovable))}
              onDragEnd={() => {
                setDragged(null);
                setGap(null);
              }}
              onDrop={() => {
                if (dragged !== null && gap !== null) move(dragged, gap);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

/** @param before the job that it goes before; null: to the end */
function moved(waiting: JobSummary[], jobId: number, before: number | null): JobSummary[] {
  const job = waiting.find(({ id }) => id === jobId);
  const others = waiting.filter(({ id }) => id !== jobId);
  const place = others.findIndex(({ id }) => id === before);
  return job ? others.toSpliced(place < 0 ? others.length : place, 0, job) : waiting;
}
