import type { ErrorCode } from '../../shared/error-codes.ts';
import { asOhmbrushError } from '../unexpected.ts';

/** Errors that the client did not cause get status 500. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  usage: 400,
  'bad-size': 400,
  'not-found': 404,
  conflict: 409,
  'bad-file': 422,
  'too-much': 422,
  'bad-model': 422,
  'bad-chip': 422,
  'bad-plan': 422,
  unavailable: 503,
  'engine-died': 503,
};

/** An error as JSON: code, what happened, what to do. */
export function refusal(thrown: unknown): Response {
  const error = asOhmbrushError(thrown);
  return Response.json(error.told, { status: STATUS[error.code] ?? 500, headers: { 'cache-control': 'no-store' } });
}
