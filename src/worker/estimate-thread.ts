/**
 * Entry of the estimate thread: describes models and estimates the energy of pictures while the paint thread may be
 * busy for minutes.
 */
import { createEstimates } from './estimate/estimates.ts';
import { modelSummary } from './models/model-summary.ts';
import { serveRequests } from './threads/serve-requests.ts';
import type { Estimated, Served } from './threads/thread-client.ts';

const estimates = createEstimates();

serveRequests<Extract<Served, Estimated>>((request, { throwIfCancelled }) => {
  const { id } = request;
  switch (request.type) {
    case 'estimate':
      return { type: 'estimated', id, estimates: estimates.of(request.request, throwIfCancelled) };
    case 'summarize':
      return { type: 'summarized', id, summary: modelSummary(request.folder) };
  }
});
