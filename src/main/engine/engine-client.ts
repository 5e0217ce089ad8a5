import { fileURLToPath } from 'node:url';
import {
  type EnergyEstimate,
  type EngineReply,
  type EngineRequest,
  type EstimateRequest,
  engineReplySchema,
  type Fidelity,
  type ModelSummary,
  type PaintRequest,
  type PaintResult,
  type Pixels,
  type Progress,
  unpackError,
} from '../../shared/engine/engine-protocol.ts';
import { cancelled, OhmbrushError } from '../../shared/errors.ts';
import { DEFAULT_LANGUAGE } from '../../shared/locales/index.ts';
import { wordValue } from '../../shared/locales/word-refusal.ts';
import { type Phrase, phrase } from '../../shared/refusals.ts';
import { type EngineProcess, forkEngine, type LaunchEngine } from './engine-process.ts';

const ENTRY = fileURLToPath(new URL('../../worker/engine.ts', import.meta.url));

export interface PaintListeners {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Called after each step when the request asks for previews. */
  onPreview?: (step: number, pixels: Pixels) => void;
}

export interface EngineOptions {
  /** Folder for calibrations and for what the engine found out about this machine; null: nothing is kept. */
  cacheFolder: string | null;
  /** How to start the engine's process; by default as a child of Node. */
  launch?: LaunchEngine;
}

/** The engine without a library: used by the command line and by the studio's queue. */
export interface Engine {
  /** Paints one picture. Rejects with OhmbrushError; `cancelled` when the signal fired. */
  paint(request: PaintRequest, listeners?: PaintListeners): Promise<PaintResult>;
  /** Image metrics of `test` against `reference`; both have the same size. */
  measure(reference: Pixels, test: Pixels): Promise<Fidelity>;
  /** What a model folder holds, read from its configs and headers without loading weights. */
  summarize(folder: string): Promise<ModelSummary>;
  /**
   * Energy and time of pictures, one estimate for each draft in order; works also while a picture is painted. Rejects
   * with `cancelled` when the signal fired.
   */
  estimate(request: EstimateRequest, signal?: AbortSignal): Promise<EnergyEstimate[]>;
  /**
   * Kills a process that hangs: pending requests fail with 'engine-died', and the next request starts a new process.
   */
  kill(): void;
  /** Ends the process. */
  close(): Promise<void>;
}

/** A process with its pending requests, by request id. */
interface Running {
  readonly engine: EngineProcess;
  readonly pending: Map<number, Pending>;
  /** Whether it has sent any message yet. */
  spoke: boolean;
}

interface Pending {
  readonly request: EngineRequest;
  readonly signal: AbortSignal | undefined;
  onReply(reply: EngineReply): void;
  reject(error: OhmbrushError): void;
}

type RequestBody = EngineRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** Time a stopping engine gets to end its threads, milliseconds; a running kernel takes less. */
const STOP_PATIENCE = 5000;

/**
 * The engine in a process of its own, started at the first request. If the process dies, pending requests fail with the
 * reason and the next request starts a new process.
 *
 * After a crash the native kernels are the first suspect, although they passed their tests. One time only, the pending
 * requests are started again in an engine without native kernels, which also serves all later requests.
 */
export function startEngine({ cacheFolder, launch = forkEngine }: EngineOptions): Engine {
  let current: Running | null = null;
  let nextId = 1;
  let native = true;
  let closing = false;

  function running(): Running {
    if (current) return current;
    const env = {
      ...(cacheFolder !== null && { OHMBRUSH_CACHE_FOLDER: cacheFolder }),
      ...(!native && { OHMBRUSH_NATIVE: 'off' }),
    };
    const started: Running = { engine: launch(ENTRY, env), pending: new Map(), spoke: false };
    started.engine.onMessage((message) => {
      started.spoke = true;
      const parsed = engineReplySchema.safeParse(message);
      if (parsed.success) started.pending.get(parsed.data.id)?.onReply(parsed.data);
      else abandon(started, phrase('engine-not-understood'));
    });
    started.engine.onExit((why, crashed) => {
      if (crashed && native && !closing && current === started) startWithoutNative(started, why);
      else fail(started, why);
    });
    current = started;
    return started;
  }

  function suspectNative(why: Phrase): void {
    native = false;
    console.error(`Ohmbrush goes on without its native kernels, more slowly: ${wordValue(why, DEFAULT_LANGUAGE)}.`);
  }

  function startWithoutNative(crashed: Running, why: Phrase): void {
    current = null;
    suspectNative(why);
    if (crashed.pending.size === 0) return;
    const { engine, pending } = running();
    for (const [id, entry] of crashed.pending) {
      pending.set(id, entry);
      engine.send(entry.request);
      if (entry.signal?.aborted) engine.send({ type: 'cancel', id });
    }
  }

  function fail(dead: Running, why: Phrase): void {
    if (current === dead) current = null;
    for (const entry of dead.pending.values()) {
      entry.reject(new OhmbrushError('engine-ended', { why }));
    }
    dead.pending.clear();
  }

  function abandon(bad: Running, why: Phrase): void {
    fail(bad, why);
    bad.engine.kill();
  }

  function ask<T>(body: RequestBody, pick: (reply: EngineReply) => T | undefined, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) return Promise.reject(cancelled());
    // A new process would outlive the studio, and keep it from ending.
    if (closing) return Promise.reject(new OhmbrushError('studio-closing', {}));
    const id = nextId++;
    const request = { ...body, id } as EngineRequest;
    const { engine, pending } = running();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    // Sent to the process that has the request by then.
    const onAbort = () => current?.engine.send({ type: 'cancel', id });
    signal?.addEventListener('abort', onAbort, { once: true });
    pending.set(id, {
      request,
      signal,
      onReply(reply) {
        if (reply.type === 'failed') {
          current?.pending.delete(id);
          reject(unpackError(reply.error));
          return;
        }
        const value = pick(reply);
        if (value === undefined) return;
        current?.pending.delete(id);
        resolve(value);
      },
      reject,
    });
    engine.send(request);
    return promise.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  return {
    paint: (request, { signal, onProgress, onPreview } = {}) =>
      ask(
        { type: 'paint', request },
        (reply) => {
          if (reply.type === 'progress') onProgress?.(reply.progress);
          if (reply.type === 'preview') onPreview?.(reply.step, reply.pixels);
          return reply.type === 'painted' ? reply.result : undefined;
        },
        signal,
      ),
    measure: (reference, test) =>
      ask({ type: 'measure', reference, test }, (reply) => (reply.type === 'measured' ? reply.fidelity : undefined)),
    summarize: (folder) =>
      ask({ type: 'summarize', folder }, (reply) => (reply.type === 'summarized' ? reply.summary : undefined)),
    estimate: (request, signal) =>
      ask({ type: 'estimate', request }, (reply) => (reply.type === 'estimated' ? reply.estimates : undefined), signal),
    kill() {
      if (!current) return;
      const why = phrase('engine-silent');
      // The first thing that may hold it is to load its native kernels.
      if (native && !current.spoke) suspectNative(why);
      abandon(current, why);
    },
    async close() {
      closing = true;
      const last = current;
      if (!last) return;
      const hung = setTimeout(() => last.engine.kill(), STOP_PATIENCE);
      await last.engine.stop();
      clearTimeout(hung);
    },
  };
}
