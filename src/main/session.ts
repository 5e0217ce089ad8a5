import type { StudioEvent } from '../shared/contract/events.ts';
import type { Engine } from './engine/engine-client.ts';
import { createExports } from './exports/exports.ts';
import { createHeatmaps } from './heatmaps/heatmaps.ts';
import type { Library } from './library/open-library.ts';
import { maintainInBackground } from './maintenance/background.ts';
import { createMediaRoutes } from './media/media-routes.ts';
import type { ModelCatalog } from './models/model-catalog.ts';
import { createQueue, type Queue } from './queue/queue.ts';
import { createRouter, type StudioRouter } from './router/router.ts';
import type { RescueComponents } from './router/studio-components.ts';

interface SessionComponents extends RescueComponents {
  readonly library: Library;
  readonly engine: Engine;
  readonly models: ModelCatalog;
  readonly threads: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** One open library, with everything that works on it. */
export interface Session {
  readonly library: Library;
  readonly queue: Queue;
  readonly router: StudioRouter;
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export function createSession(components: SessionComponents): Session {
  const { library, engine, models, events, threads } = components;
  const publish = (event: StudioEvent) => events.publish('studio', event);
  const queue = createQueue({ library, engine, models, publish, threads });
  // A picture that was added or restored may be the exact one that others wait to be measured against.
  const endLooks = events.subscribe('studio', (event) => {
    if (event.type === 'changed' && event.what.includes('pictures')) queue.look();
  });
  const exports = createExports({ library, queue });
  const heatmaps = createHeatmaps({ library, engine });
  const background = maintainInBackground(library, components.now);
  const media = createMediaRoutes({ library, queue, exports, heatmaps });
  return {
    library,
    queue,
    router: createRouter({ ...components, queue, exports, heatmaps }),
    fetch: (request) => media.fetch(request),
    async close() {
      endLooks();
      await background.stop();
      await queue.close();
      await library.close();
    },
  };
}
