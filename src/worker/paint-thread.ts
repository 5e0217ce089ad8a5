/** Entry of the paint thread: paints and compares pictures, one request after the other. */
import { measureFidelity } from './fidelity/measure.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { serveRequests } from './threads/serve-requests.ts';
import type { Estimated, Served } from './threads/thread-client.ts';

const pipeline = createPipeline();

serveRequests<Exclude<Served, Estimated>>(async (request, { throwIfCancelled, send }) => {
  const { id } = request;
  switch (request.type) {
    case 'paint': {
      const result = await pipeline.paint(request.request, {
        throwIfCancelled,
        onProgress: (progress) => send({ type: 'progress', id, progress }),
        onPreview: (step, pixels) => send({ type: 'preview', id, step, pixels }),
      });
      return { type: 'painted', id, result };
    }
    case 'measure':
      return { type: 'measured', id, fidelity: measureFidelity(request.reference, request.test) };
  }
});
