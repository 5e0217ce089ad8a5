import type { QueryClient } from '@tanstack/react-query';
import type { Changeable, StudioEvent } from '../../shared/contract/events.ts';
import { throttle } from '../../shared/throttle.ts';
import { runCommand } from '../commands/registry.ts';
import { api, query } from '../contract/client.ts';
import { useLive } from '../state/live.ts';
import { reopen } from '../state/reopen.ts';

/** Keeps queries and live figures up to date from the studio's events. Runs until the connection ends. */
export async function followEvents(queries: QueryClient): Promise<void> {
  const refresh = refresher(queries);
  for await (const event of await api.studio.events()) handle(event, queries, refresh);
}

/**
 * Milliseconds between two refreshes: a backlog of measurements changes pictures many times a second, and each change
 * refetches whole pages.
 */
const REFRESH_MS = 200;

/** Refetches what changed: at once, then at most every REFRESH_MS for all changes in between. */
function refresher(queries: QueryClient): (what: readonly Changeable[]) => void {
  const stale = new Set<Changeable>();
  const refreshes = throttle<void>(REFRESH_MS, () => {
    for (const key of [...stale].flatMap((what) => affected(what))) void queries.invalidateQueries({ queryKey: key });
    stale.clear();
  });
  return (what) => {
    for (const one of what) stale.add(one);
    refreshes.push();
  };
}

function handle(event: StudioEvent, queries: QueryClient, refresh: (what: readonly Changeable[]) => void): void {
  switch (event.type) {
    case 'changed':
      refresh(event.what);
      break;
    case 'progress':
      useLive.setState({ progress: event.progress });
      break;
    case 'saved':
      useLive.setState({ saved: { jobId: event.jobId, pictureId: event.pictureId } });
      break;
    case 'maintenance':
      queries.setQueryData(
        query.maintenance.status.queryKey(),
        (status) => status && { ...status, working: event.progress },
      );
      // A status fetched meanwhile may still say that work is in progress.
      if (event.progress === null) refresh(['library']);
      break;
    case 'reopened':
      void reopen();
      break;
    case 'command':
      runCommand(event.command);
      break;
  }
}

function affected(what: Changeable) {
  switch (what) {
    case 'queue':
      return [query.queue.key(), query.sweeps.key()];
    case 'pictures':
      return [query.pictures.key(), query.boards.key(), query.sweeps.key(), query.compare.key()];
    case 'boards':
      return [query.boards.key()];
    case 'chips':
      return [query.chips.key()];
    case 'prompts':
      return [query.prompts.key()];
    case 'library':
      return [query.maintenance.key()];
  }
}
