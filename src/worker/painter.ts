/** The painter thread: runs the sampler, one request after the other, and reports back. */
import { parentPort } from 'node:worker_threads';
import { type EngineReply, type EngineRequest, packError } from '../shared/engine-protocol.ts';
import { cancelled } from '../shared/errors.ts';
import { measureFidelity } from './fidelity/measure.ts';
import { modelSummary } from './networks/model-summary.ts';
import { createWorkshop } from './pipeline/workshop.ts';

export interface PainterOrder {
  readonly request: Exclude<EngineRequest, { type: 'cancel' | 'stop' }>;
  /** Shared; becomes 1 when the request is cancelled. */
  readonly cancel: Int32Array;
}

if (!parentPort) throw new Error('painter.ts runs as a worker thread');
const port = parentPort;
const workshop = createWorkshop();
let last: Promise<void> = Promise.resolve();

port.on('message', (order: PainterOrder) => {
  last = last.then(() => serve(order));
});

async function serve({ request, cancel }: PainterOrder): Promise<void> {
  const { id } = request;
  const send = (message: EngineReply) => port.postMessage(message);
  const throwIfCancelled = () => {
    if (Atomics.load(cancel, 0) !== 0) throw cancelled();
  };
  try {
    throwIfCancelled();
    switch (request.type) {
      case 'paint': {
        const result = await workshop.paint(request.request, {
          throwIfCancelled,
          onProgress: (progress) => send({ type: 'progress', id, progress }),
          onPreview: (step, pixels) => send({ type: 'preview', id, step, pixels }),
        });
        send({ type: 'painted', id, result });
        break;
      }
      case 'measure':
        send({ type: 'measured', id, fidelity: measureFidelity(request.reference, request.test) });
        break;
      case 'summarize':
        send({ type: 'summarized', id, summary: modelSummary(request.folder) });
        break;
    }
  } catch (error) {
    send({ type: 'failed', id, error: packError(error) });
  }
}
