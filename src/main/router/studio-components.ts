import type { EventPublisher } from '@orpc/server';
import type { StudioEvent } from '../../shared/contract/events.ts';
import type { Engine } from '../engine/engine-client.ts';
import type { Exports } from '../exports/exports.ts';
import type { Heatmaps } from '../heatmaps/heatmaps.ts';
import type { Library } from '../library/open-library.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import type { ModelCatalog } from '../models/model-catalog.ts';
import type { Queue } from '../queue/queue.ts';

/** Information about the studio. */
export interface StudioInfo {
  version: string;
  host: 'electron' | 'web' | 'test';
  libraryFolder: string;
  /** Threads used for painting. */
  threads: number;
}

/** Components that handlers can use whether the library is open or not. */
export interface RescueComponents {
  readonly info: StudioInfo;
  readonly maintenance: Maintenance;
  readonly settings: Library['settings'];
  readonly events: EventPublisher<{ studio: StudioEvent }>;
}

/** Components that handlers of the contract can use. */
export interface StudioComponents extends RescueComponents {
  readonly engine: Engine;
  readonly library: Library;
  readonly queue: Queue;
  readonly models: ModelCatalog;
  readonly exports: Exports;
  readonly heatmaps: Heatmaps;
}
