/**
 * The engine process: relays requests from main to the painter thread, which may block for seconds, and stays responsive
 * itself, so that a cancel gets through at once.
 */
import { type EngineReply, engineRequestSchema, packError } from '../shared/engine-protocol.ts';
import { availableBackends } from './kernels/pool.ts';
import type { PainterOrder } from './painter.ts';
import { connectParent } from './parent.ts';
import { startPainter } from './start-painter.ts';

// A native module must be loaded before any thread starts: process.dlopen is not thread-safe.
availableBackends();

const parent = connectParent();
const painter = startPainter();
const cancelFlags = new Map<number, Int32Array>();

painter.on('message', (message: EngineReply) => {
  if (message.type !== 'progress' && message.type !== 'preview') cancelFlags.delete(message.id);
  parent.send(message);
});
painter.on('error', (error) => {
  for (const id of cancelFlags.keys()) parent.send({ type: 'failed', id, error: packError(error) });
  end(1);
});

parent.onMessage((raw) => {
  const parsed = engineRequestSchema.safeParse(raw);
  if (!parsed.success) {
    const id = typeof raw === 'object' && raw !== null && 'id' in raw && Number.isInteger(raw.id) ? Number(raw.id) : 0;
    parent.send({ type: 'failed', id, error: packError(parsed.error) });
    return;
  }
  const request = parsed.data;
  switch (request.type) {
    case 'stop':
      end(0);
      break;
    case 'cancel': {
      const flag = cancelFlags.get(request.id);
      if (flag) Atomics.store(flag, 0, 1);
      break;
    }
    default: {
      const cancel = new Int32Array(new SharedArrayBuffer(4));
      cancelFlags.set(request.id, cancel);
      painter.postMessage({ request, cancel } satisfies PainterOrder);
    }
  }
});

parent.onGone(() => end(0));
// Ctrl-C reaches the whole process group; main decides what it means and cancels.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

/** Stops the threads first, they must not outlive their data. */
function end(exitCode: number): void {
  for (const flag of cancelFlags.values()) Atomics.store(flag, 0, 1);
  painter.terminate().then(() => process.exit(exitCode));
}
