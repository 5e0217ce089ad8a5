/** The estimator thread: says what pictures would cost, beside the painter that may be at work for minutes. */
import { createEstimates } from './estimate/estimates.ts';
import type { Served } from './order-desk.ts';
import { serveOrders } from './serve-orders.ts';

const estimates = createEstimates();

serveOrders<Extract<Served, { type: 'estimate' }>>(({ id, request }, { throwIfCancelled }) => ({
  type: 'estimated',
  id,
  estimates: estimates.of(request, throwIfCancelled),
}));
