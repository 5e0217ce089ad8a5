import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { Changeable, StudioEvent } from '../../shared/contract/events.ts';
import type { JobProgress } from '../../shared/contract/queue.ts';
import { runCommand } from '../commands/registry.ts';
import { api, query } from './client.ts';

interface Live {
  /** Of the job that is being painted; null between jobs. */
  progress: JobProgress | null;
  /** The newest picture that landed since this screen was opened. */
  landed: { jobId: number; pictureId: number } | null;
}

/** What changes many times a second, kept out of the query cache. */
export const useLive = create<Live>(() => ({ progress: null, landed: null }));

/** Keeps queries fresh and the live figures moving, from the studio's events. Runs until the connection ends. */
export async function followEvents(queries: QueryClient): Promise<void> {
  for await (const event of await api.studio.events()) handle(event, queries);
}

function handle(event: StudioEvent, queries: QueryClient): void {
  switch (event.type) {
    case 'changed':
      for (const key of event.what.flatMap((what) => affected(what))) void queries.invalidateQueries({ queryKey: key });
      break;
    case 'progress':
      useLive.setState({ progress: event.progress });
      break;
    case 'landed':
      useLive.setState({ landed: { jobId: event.jobId, pictureId: event.pictureId } });
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
  }
}
