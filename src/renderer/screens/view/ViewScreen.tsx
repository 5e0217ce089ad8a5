import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { QueueState } from '../../../shared/contract/queue.ts';
import { useZoom } from '../../components/zoom/use-zoom.ts';
import { query } from '../../contract/client.ts';
import { useLive } from '../../state/live.ts';
import { useScreens } from '../../state/screens.ts';
import { FirstRun } from './FirstRun.tsx';
import { follow, useChosenId, useFollow } from './follow.ts';
import { LiveBar } from './LiveBar.tsx';
import { LivePreview } from './LivePreview.tsx';
import { NewsChip } from './NewsChip.tsx';
import { PictureView } from './PictureView.tsx';
import { StoppedView } from './StoppedView.tsx';
import classes from './ViewScreen.module.css';
import { WaitingView } from './WaitingView.tsx';
import { runningJob, whatToShow } from './what-to-show.ts';

/** One large picture: the chosen one, otherwise the one being painted or painted last. */
export function ViewScreen() {
  const { data: queue } = useQuery(query.queue.state.queryOptions());
  const { data: newestPage } = useQuery(
    query.pictures.list.queryOptions({ input: { filter: {}, sort: 'newest', offset: 0, limit: 1 } }),
  );
  // Both are loading: showing an empty state for a moment would mislead.
  if (!queue || !newestPage) return null;
  return <Screen queue={queue} newest={newestPage.items[0] ?? null} />;
}

interface Props {
  queue: QueueState;
  newest: { id: number; createdAt: number } | null;
}

function Screen({ queue, newest }: Props) {
  const progress = useLive((live) => live.progress);
  const saved = useLive((live) => live.saved);
  const dismissedJobId = useFollow((choices) => choices.dismissedJobId);
  const viewedId = useScreens((screens) => screens.viewedId);
  const chosenId = useChosenId();
  const zoom = useZoom();
  const shown = whatToShow({ chosenId, newest, queue, progress, dismissedJobId });
  const shownId = shown.kind === 'picture' ? shown.id : null;

  // Commands act on the visible picture.
  useEffect(() => {
    if (chosenId === null && viewedId !== shownId) follow(shownId);
  }, [chosenId, viewedId, shownId]);
  useEffect(() => {
    if (saved && saved.pictureId === shownId) useFollow.setState({ seenId: shownId });
  }, [saved, shownId]);

  const running = runningJob(queue);
  const follows = chosenId === null;
  return (
    <div className={classes.view}>
      <div className={classes.picture}>
        {shown.kind === 'picture' && <PictureView id={shown.id} zoom={zoom} hasCaption={!(follows && running)} />}
        {shown.kind === 'live' && <LivePreview key={shown.job.id} job={shown.job} progress={progress} zoom={zoom} />}
        {shown.kind === 'stopped' && <StoppedView job={shown.job} zoom={zoom} />}
        {shown.kind === 'waiting' && <WaitingView queue={queue} />}
        {shown.kind === 'first-run' && <FirstRun zoom={zoom} />}
        {!follows && <NewsChip saved={saved} running={running} progress={progress} />}
      </div>
      {follows && running && <LiveBar job={running} progress={progress} />}
    </div>
  );
}
