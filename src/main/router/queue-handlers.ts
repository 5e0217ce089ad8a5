import { procedures } from './procedures.ts';
import type { StudioComponents } from './studio-components.ts';

export function queueHandlers({ queue: jobs }: StudioComponents) {
  const { queue, sweeps } = procedures;
  return {
    queue: {
      state: queue.state.handler(() => jobs.state()),
      add: queue.add.handler(({ input }) => jobs.add(input)),
      pause: queue.pause.handler(() => jobs.pause()),
      resume: queue.resume.handler(() => jobs.resume()),
      move: queue.move.handler(({ input }) => jobs.move(input)),
      cancel: queue.cancel.handler(({ input }) => jobs.cancel(input)),
      clear: queue.clear.handler(({ input }) => jobs.clear(input)),
      retry: queue.retry.handler(({ input }) => jobs.retry(input)),
      draft: queue.draft.handler(({ input }) => jobs.draft(input)),
    },
    sweeps: {
      list: sweeps.list.handler(() => jobs.sweeps.list()),
      get: sweeps.get.handler(({ input }) => jobs.sweeps.get(input.id)),
    },
  };
}
