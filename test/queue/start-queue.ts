import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChip } from '../../src/main/chips/chips.ts';
import { type Engine, type EngineOptions, startEngine } from '../../src/main/engine/engine-client.ts';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { createQueue, type Queue } from '../../src/main/queue/queue.ts';
import type { StudioEvent } from '../../src/shared/contract/events.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';
import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { fixture } from '../golden/read-golden.ts';

/** Paints 32 x 32 pixels in milliseconds. */
const TINY = fixture('networks/model');

const models = {
  async folderOf(modelId: string): Promise<string> {
    if (modelId === 'tiny') return TINY;
    throw new OhmbrushError('model-unknown', { id: modelId, advice: 'Choose another' });
  },
};

const digital = await loadChip('sram-digital');
export const exactChip = await loadChip('exact');
export const pcm = await loadChip('pcm');

/** Needs no calibration. */
export function draft(change: Partial<JobDraft> = {}): JobDraft {
  return {
    ...DEFAULTS,
    model: { id: 'tiny' },
    prompt: 'red apple, 3d style',
    seed: 1,
    width: 32,
    height: 32,
    steps: 3,
    guidance: 2,
    sampler: 'euler',
    chip: digital,
    precision: { name: 'custom', plan: { default: {}, overrides: [] } },
    ...change,
  };
}

export interface Started {
  readonly folder: string;
  readonly library: Library;
  readonly queue: Queue;
  readonly events: StudioEvent[];
  /** Resolves once `seen` is true; asked after each event. */
  until(seen: () => boolean): Promise<void>;
  /** Nothing waits (or the queue is paused), nothing is painted. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface StartOptions {
  folder?: string;
  /** To be called before the event can occur. */
  onEvent?: (event: StudioEvent) => void;
}

/** The real engine, shared by all tests of a file, because its start takes longer than a tiny picture. */
export function startTestEngine(launch?: EngineOptions['launch']): Engine {
  return startEngine({ cacheFolder: null, ...(launch && { launch }) });
}

/** A queue between an engine and a real library in a folder of its own. */
export async function startQueue(engine: Engine, { folder, onEvent }: StartOptions = {}): Promise<Started> {
  const place = folder ?? (await mkdtemp(join(tmpdir(), 'ohmbrush-queue-')));
  const events: StudioEvent[] = [];
  const listeners = new Set<() => void>();
  const publish = (event: StudioEvent) => {
    events.push(event);
    onEvent?.(event);
    for (const listener of [...listeners]) listener();
  };
  const library = await openLibrary({ folder: place, onChange: (what) => publish({ type: 'changed', what }) });
  const queue = createQueue({ library, engine, models, publish, threads: 1 });

  function until(seen: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (!seen()) return;
      listeners.delete(look);
      resolve();
    };
    listeners.add(look);
    look();
    return promise;
  }

  return {
    folder: place,
    library,
    queue,
    events,
    until,
    settled: () =>
      until(() => {
        const { paused, waiting } = queue.state();
        return !queue.running && (paused || waiting.length === 0);
      }),
    async close() {
      await queue.close();
      await library.close();
    },
  };
}

/** Releases a library that `startQueue` made. */
export async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
