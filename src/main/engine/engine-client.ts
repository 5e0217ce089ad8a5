import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type EngineReply,
  type EngineRequest,
  engineReplySchema,
  type Fidelity,
  type ModelSummary,
  type PaintRequest,
  type PaintResult,
  type Pixels,
  type Progress,
  unpackError,
} from '../../shared/engine-protocol.ts';
import { cancelled, OhmbrushError } from '../../shared/errors.ts';

const ENTRY = fileURLToPath(new URL('../../worker/engine.ts', import.meta.url));

export interface PaintListeners {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Called after each step when the request asks for previews. */
  onPreview?: (step: number, pixels: Pixels) => void;
}

export interface Engine {
  paint(request: PaintRequest, listeners: PaintListeners): Promise<PaintResult>;
  measure(reference: Pixels, test: Pixels): Promise<Fidelity>;
  summarize(folder: string): Promise<ModelSummary>;
  close(): Promise<void>;
}

interface Pending {
  onReply(reply: EngineReply): void;
  reject(error: OhmbrushError): void;
}

type RequestBody = EngineRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/**
 * The engine in a process of its own, started at the first request. If it dies, the requests in hand fail with the reason
 * and the next request starts a new one.
 */
export function startEngine(): Engine {
  let child: ChildProcess | null = null;
  let nextId = 1;
  const pending = new Map<number, Pending>();

  function ensureChild(): ChildProcess {
    if (child) return child;
    // Stdout belongs to the host (a JSON document, perhaps): whatever the engine prints goes to stderr.
    const started = fork(ENTRY, [], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] });
    started.on('message', (message) => {
      const reply = engineReplySchema.parse(message);
      pending.get(reply.id)?.onReply(reply);
    });
    started.on('error', (error) => fail(started, `the engine could not be started (${error.message})`));
    started.on('exit', (code, signal) =>
      fail(started, `the engine process ended (${signal ? `signal ${signal}` : `exit code ${code}`})`),
    );
    child = started;
    return started;
  }

  function fail(dead: ChildProcess, why: string): void {
    if (child === dead) child = null;
    for (const [id, entry] of pending) {
      pending.delete(id);
      entry.reject(
        new OhmbrushError('engine-died', why, 'Try again; if it happens again, try fewer threads or another backend'),
      );
    }
  }

  function ask<T>(body: RequestBody, pick: (reply: EngineReply) => T | undefined, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = nextId++;
    const engine = ensureChild();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const onAbort = () => engine.send({ type: 'cancel', id } satisfies EngineRequest);
    signal?.addEventListener('abort', onAbort, { once: true });
    pending.set(id, {
      onReply(reply) {
        if (reply.type === 'failed') {
          pending.delete(id);
          reject(unpackError(reply.error));
          return;
        }
        const value = pick(reply);
        if (value === undefined) return;
        pending.delete(id);
        resolve(value);
      },
      reject,
    });
    engine.send({ ...body, id } as EngineRequest);
    return promise.finally(() => signal?.removeEventListener('abort', onAbort));
  }

  return {
    paint: (request, { signal, onProgress, onPreview }) =>
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
    async close() {
      const running = child;
      if (!running) return;
      child = null;
      const { promise, resolve } = Promise.withResolvers<void>();
      running.once('exit', () => resolve());
      running.disconnect();
      await promise;
    },
  };
}
