/**
 * The estimator thread: says what models are and what pictures would cost, beside the painter that may be at work for
 * minutes.
 */
import { createEstimates } from './estimate/estimates.ts';
import { modelSummary } from './models/model-summary.ts';
import { serveOrders } from './serve-requests.ts';
import type { Estimated, Served } from './thread-client.ts';

const estimates = createEstimates();

serveOrders<Extract<Served, Estimated>>((request, { throwIfCancelled }) => {
  const { id } = request;
  switch (request.type) {
    case 'estimate':
      return { type: 'estimated', id, estimates: estimates.of(request.request, throwIfCancelled) };
    case 'summarize':
      return { type: 'summarized', id, summary: modelSummary(request.folder) };
  }
});
