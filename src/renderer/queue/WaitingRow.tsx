import { ActionIcon, Menu } from '@mantine/core';
import { Ellipsis, GripVertical, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { tellError } from '../components/tell-error.tsx';
import { api } from '../contract/client.ts';
import { useRecipe } from '../recipe/store/recipe-store.ts';
import { usePrecisionName } from '../recipe/text/precision-name.ts';
import { cancelJob } from './actions.ts';
import classes from './JobList.module.css';
import { promptText, recipeText } from './job-text.ts';

interface Props {
  job: JobSummary;
  index: number;
  total: number;
  /** Index of the first row that can be moved. */
  firstMovable: number;
  /** Pixels. */
  top: number;
  height: number;
  /** Target of a dragged row. */
  marked: 'above' | 'below' | null | false;
  /** @param to index of the row to go before */
  onMove(to: number): void;
  onStep(by: -1 | 1): void;
  onDragStart(): void;
  onDragOver(lowerHalf: boolean): void;
  onDragEnd(): void;
  onDrop(): void;
}

/** One job of the queue. */
export function WaitingRow({ job, index, total, firstMovable, top, height, marked, ...on }: Props) {
  const { t } = useTranslation('queue');
  const precisionName = usePrecisionName();
  const prompt = promptText(job.prompt);
  const movable = job.state === 'queued';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see WaitingList
    <div
      role="listitem"
      aria-setsize={total}
      aria-posinset={index + 1}
      className={classes.row}
      data-marked={marked || undefined}
      data-job-id={job.id}
      style={{ transform: `translateY(${top}px)`, height }}
      draggable={movable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        on.onDragStart();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        const { top: edge, height: tall } = event.currentTarget.getBoundingClientRect();
        on.onDragOver(event.clientY > edge + tall / 2);
      }}
      onDragEnd={on.onDragEnd}
      onDrop={(event) => {
        event.preventDefault();
        on.onDrop();
      }}
    >
      {movable ? (
        <ActionIcon
          size={22}
          className={classes.handle}
          title={t('dragHint')}
          aria-label={t('moveHandle', { prompt, place: index + 1, total })}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            on.onStep(event.key === 'ArrowUp' ? -1 : 1);
          }}
        >
          <GripVertical size={13} aria-hidden />
        </ActionIcon>
      ) : (
        <span className={classes.running} />
      )}
      <span className={classes.prompt} title={prompt}>
        {prompt}
      </span>
      <span className={classes.recipe}>
        {movable ? recipeText(job, t, precisionName) : t('running')}
        {job.sweepIndex !== null && movable && ` · ${t('cell', { place: job.sweepIndex + 1 })}`}
      </span>
      <ActionIcon size={22} aria-label={t('cancelOne', { prompt })} onClick={() => cancelJob(job)}>
        <X size={13} aria-hidden />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={22} aria-label={t('more', { prompt })}>
            <Ellipsis size={14} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {movable && (
            <>
              <Menu.Item disabled={index === firstMovable} onClick={() => on.onMove(firstMovable)}>
                {t('moveFirst')}
              </Menu.Item>
              <Menu.Item disabled={index === firstMovable} onClick={() => on.onMove(index - 1)}>
                {t('moveUp')}
              </Menu.Item>
              <Menu.Item disabled={index === total - 1} onClick={() => on.onMove(index + 2)}>
                {t('moveDown')}
              </Menu.Item>
              <Menu.Item disabled={index === total - 1} onClick={() => on.onMove(total)}>
                {t('moveLast')}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Item onClick={() => takeRecipe(job.id)}>{t('useRecipe')}</Menu.Item>
          <Menu.Item onClick={() => cancelJob(job)}>{t('cancel')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function takeRecipe(jobId: number): void {
  api.queue.draft({ jobId }).then(useRecipe.getState().take).catch(tellError);
}
