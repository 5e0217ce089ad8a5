import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchOrder, type BenchReply, benchReplySchema } from '../../shared/bench.ts';
import { unpackError } from '../../shared/engine/engine-protocol.ts';
import { cancelled, OhmbrushError } from '../../shared/errors.ts';
import { phrase, type Value } from '../../shared/refusals.ts';

const ENTRY = fileURLToPath(new URL('../../worker/bench/bench.ts', import.meta.url));

export type SectionFindings = Omit<Extract<BenchReply, { type: 'done' }>, 'type'>;

export interface SectionListeners {
  signal: AbortSignal;
  /** @param what is being measured, for people */
  onProgress(what: string): void;
}

/**
 * Measures one section in a child process of its own. It computes without checking for messages, so cancelling ends the
 * process.
 *
 * Rejects with OhmbrushError; 'cancelled' when the signal fired.
 */
export function runSection(
  order: BenchOrder,
  cacheFolder: string,
  { signal, onProgress }: SectionListeners,
): Promise<SectionFindings> {
  if (signal.aborted) return Promise.reject(cancelled());
  const { promise, resolve, reject } = Promise.withResolvers<SectionFindings>();
  // Stdout is kept for the report. Structured clone, because JSON cannot carry pixels and undefined fields.
  const child = fork(ENTRY, [], {
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, OHMBRUSH_CACHE_FOLDER: cacheFolder },
  });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  child.on('message', (message) => {
    const reply = benchReplySchema.parse(message);
    if (reply.type === 'progress') onProgress(reply.what);
    else if (reply.type === 'failed') reject(unpackError(reply.error));
    else resolve(reply);
  });
  child.on('error', (error) => reject(died(phrase('could-not-be-started', { why: error.message }))));
  child.on('exit', (code, by) => {
    reject(
      signal.aborted
        ? cancelled()
        : died(by ? phrase('ended-by-signal', { signal: by }) : phrase('ended-with-code', { code: Number(code) })),
    );
  });
  child.send(order);
  return promise.finally(() => signal.removeEventListener('abort', stop));
}

function died(how: Value): OhmbrushError {
  return new OhmbrushError('measuring-died', { how });
}
