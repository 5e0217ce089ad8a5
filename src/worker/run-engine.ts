/**
 * The engine process: relays requests from main to its threads, which may block for seconds, and stays responsive
 * itself, so that a cancel gets through at once.
 */
import { Worker } from 'node:worker_threads';
import { engineRequestSchema, packError } from '../shared/engine/engine-protocol.ts';
import { nativeInstructionSets } from './kernels/native.ts';
import { connectParent } from './threads/connect-parent.ts';
import { refusedRequest } from './threads/refused-request.ts';
import { startPaintThread } from './threads/start-paint-thread.ts';
import { createThreadClient, type Estimated, type Served } from './threads/thread-client.ts';

// A native module must be loaded before any thread starts: process.dlopen is not thread-safe.
nativeInstructionSets();

const parent = connectParent();
// After a crash the kernels' threads and memory are freed by ending the process. The estimate thread has no kernels.
const paintThread = createThreadClient<Exclude<Served, Estimated>>(startPaintThread, parent.send, () => end(1));
const estimateThread = createThreadClient<Extract<Served, Estimated>>(
  () => new Worker(new URL('./estimate-thread.ts', import.meta.url)),
  parent.send,
  () => {},
);

parent.onMessage((raw) => {
  const parsed = engineRequestSchema.safeParse(raw);
  if (!parsed.success) {
    const id = typeof raw === 'object' && raw !== null && 'id' in raw && Number.isInteger(raw.id) ? Number(raw.id) : 0;
    parent.send({ type: 'failed', id, error: packError(refusedRequest(parsed.error)) });
    return;
  }
  const request = parsed.data;
  switch (request.type) {
    case 'stop':
      end(0);
      break;
    case 'cancel':
      paintThread.cancel(request.id);
      estimateThread.cancel(request.id);
      break;
    case 'estimate':
    case 'summarize':
      estimateThread.send(request);
      break;
    default:
      paintThread.send(request);
  }
});

parent.onGone(() => end(0));
// Ctrl-C reaches the whole process group; main decides what it means and cancels.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

/** Stops the threads first, they must not outlive their data. */
function end(exitCode: number): void {
  Promise.all([paintThread.close(), estimateThread.close()]).then(() => process.exit(exitCode));
}
