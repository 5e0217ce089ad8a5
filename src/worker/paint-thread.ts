/** The painter thread: runs the sampler, one request after the other, and reports back. */
import { measureFidelity } from './fidelity/measure.ts';
import { createWorkshop } from './pipeline/pipeline.ts';
import { serveOrders } from './serve-requests.ts';
import type { Estimated, Served } from './thread-client.ts';

const workshop = createWorkshop();

serveOrders<Exclude<Served, Estimated>>(async (request, { throwIfCancelled, send }) => {
  const { id } = request;
  switch (request.type) {
    case 'paint': {
      const result = await workshop.paint(request.request, {
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
