import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { EventPublisher } from '@orpc/server';
import type { StudioEvent } from '../shared/contract/events.ts';
import { createBytes } from './bytes/bytes.ts';
import { createEasel } from './easel.ts';
import type { LaunchEngine } from './engine/engine-process.ts';
import { createExports } from './exports/exports.ts';
import { createHeatmaps } from './heatmaps/heatmaps.ts';
import type { Library } from './library/library.ts';
import { openLibrary } from './library/open-library.ts';
import { createModelCatalog } from './models/model-catalog.ts';
import { createQueue, type Queue } from './queue/queue.ts';
import { createRouter, type StudioRouter } from './router/router.ts';
import type { StudioInfo } from './router/studio-parts.ts';

export interface StudioOptions {
  libraryFolder: string;
  /** Where calibrations are kept between runs; null keeps them in memory. */
  cacheFolder: string | null;
  /** Folder with more models beside those that ship. */
  modelsFolder?: string | undefined;
  host: StudioInfo['host'];
  /** How the engine's process is started; left out: as a child of Node. */
  launch?: LaunchEngine;
  /** Threads that a picture is painted with; left out: one for each core. */
  threads?: number;
}

/** The composition root: a library, a queue that paints into it, and the contract in front of both. What a host serves. */
export interface Studio {
  readonly library: Library;
  readonly queue: Queue;
  readonly router: StudioRouter;
  /** Pictures, thumbnails, previews, exports and imports (shared/contract/urls.ts). The host has let the caller in. */
  fetch(request: Request): Promise<Response>;
  publish(event: StudioEvent): void;
  /** @returns what ends the subscription */
  subscribe(listener: (event: StudioEvent) => void): () => void;
  /** Finishes what is being written; the picture in hand stays in the queue for the next start. */
  close(): Promise<void>;
}

/** @throws OhmbrushError 'library-in-use', 'library-too-new', 'bad-library' or 'unwritable' */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const events = new EventPublisher<{ studio: StudioEvent }>();
  const publish = (event: StudioEvent) => events.publish('studio', event);
  const threads = options.threads ?? availableParallelism();

  const library = await openLibrary({
    folder: options.libraryFolder,
    onChange: (what) => publish({ type: 'changed', what }),
  });
  const easel = createEasel({ cacheFolder: options.cacheFolder, ...(options.launch && { launch: options.launch }) });
  const models = createModelCatalog(easel, options.modelsFolder);
  const queue = createQueue({ library, easel, models, publish, threads });
  // A picture that came in, or came back, may be the exact one that others wait for.
  events.subscribe('studio', (event) => {
    if (event.type === 'changed' && event.what.includes('pictures')) queue.look();
  });
  const exports = createExports({ library, queue });
  const heatmaps = createHeatmaps({ library, easel });
  const info = {
    version: await version(),
    host: options.host,
    libraryFolder: library.folder,
    threads,
  };
  const bytes = createBytes({ library, queue, exports, heatmaps });

  return {
    library,
    queue,
    router: createRouter({ info, easel, library, queue, models, exports, heatmaps, events }),
    fetch: (request) => bytes.fetch(request),
    publish,
    subscribe: (listener) => events.subscribe('studio', listener),
    async close() {
      await queue.close();
      await easel.close();
      await library.close();
    },
  };
}

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}
