import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { EventPublisher } from '@orpc/server';
import type { Json } from '../shared/bounded-json.ts';
import type { StudioEvent } from '../shared/contract/events.ts';
import { startEngine } from './engine/engine-client.ts';
import type { LaunchEngine } from './engine/engine-process.ts';
import type { Library } from './library/open-library.ts';
import { createMaintenance } from './maintenance/maintenance.ts';
import { openReopenableLibrary } from './maintenance/reopenable-library.ts';
import { refusal } from './media/refusal.ts';
import { createModelCatalog } from './models/model-catalog.ts';
import type { Queue } from './queue/queue.ts';
import { createRescueRouter } from './router/rescue-router.ts';
import type { StudioRouter } from './router/router.ts';
import type { RescueComponents, StudioInfo } from './router/studio-components.ts';
import { createSession } from './session.ts';

export interface StudioOptions {
  libraryFolder: string;
  /** Where calibrations are kept between runs; null keeps them in memory. */
  cacheFolder: string | null;
  /** Folder with more models beside those that ship. */
  modelsFolder?: string | undefined;
  host: StudioInfo['host'];
  /** How the engine's process is started; default: as a child of Node. */
  launch?: LaunchEngine;
  /** Threads used for painting; default: one for each core. */
  threads?: number;
  /** Milliseconds since 1970; default: the system's clock. */
  now?: () => number;
}

/**
 * The composition root: a library, a queue that paints into it, and the contract in front of both. What a host serves.
 *
 * A library whose database is damaged is not open: the router then answers only the calls that help to repair it, until
 * a backup is restored or the library rebuilt. Library, queue and router are new objects afterwards (event 'reopened'):
 * get them again.
 */
export interface Studio {
  /** @throws OhmbrushError 'bad-library' while it is not open */
  readonly library: Library;
  /** @throws likewise */
  readonly queue: Queue;
  readonly router: StudioRouter | ReturnType<typeof createRescueRouter>;
  /** Remembered settings of the screens; none while the library is not open. */
  settings(): Record<string, Json>;
  /** Pictures, thumbnails, previews, exports and imports (shared/contract/urls.ts). The host checks who may call it. */
  fetch(request: Request): Promise<Response>;
  publish(event: StudioEvent): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (event: StudioEvent) => void): () => void;
  /** Finishes pending writes; the picture being painted stays in the queue for the next start. */
  close(): Promise<void>;
}

/** @throws OhmbrushError 'library-in-use', 'library-too-new' or 'unwritable' */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const { libraryFolder: folder, now = Date.now } = options;
  const events = new EventPublisher<{ studio: StudioEvent }>();
  const publish = (event: StudioEvent) => events.publish('studio', event);
  const threads = options.threads ?? availableParallelism();
  const info = { version: await version(), host: options.host, libraryFolder: folder, threads };
  const engine = startEngine({ cacheFolder: options.cacheFolder, ...(options.launch && { launch: options.launch }) });
  const models = createModelCatalog(engine, options.modelsFolder);

  const maintenance = createMaintenance({ folder, reopenable: () => reopenable, publish, now });
  const settings: RescueComponents['settings'] = {
    all: () => reopenable.current?.library.settings.all() ?? {},
    // Without a library, a setting is valid for this page only.
    set: (key, value) => reopenable.current?.library.settings.set(key, value),
  };
  /** The calls that are answered whether the library is open or not. */
  const shared: RescueComponents = { info, maintenance, settings, events };
  const rescue = createRescueRouter(shared);
  const reopenable = await openReopenableLibrary(
    { folder, now, onChange: (what) => publish({ type: 'changed', what }) },
    (library) => createSession({ ...shared, library, engine, models, threads, now }),
  );

  return {
    get library() {
      return reopenable.opened().library;
    },
    get queue() {
      return reopenable.opened().queue;
    },
    get router() {
      return reopenable.current?.router ?? rescue;
    },
    settings: () => settings.all(),
    async fetch(request) {
      try {
        return await reopenable.opened().fetch(request);
      } catch (error) {
        return refusal(error);
      }
    },
    publish,
    subscribe: (listener) => events.subscribe('studio', listener),
    async close() {
      await reopenable.close();
      await engine.close();
    },
  };
}

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}
