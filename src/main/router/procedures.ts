import { ValidationError } from '@orpc/contract';
import { implement, ORPCError } from '@orpc/server';
import type { z } from 'zod';
import { contract } from '../../shared/contract/contract.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { explainIssues } from '../../shared/explain-issues.ts';
import { phrase } from '../../shared/refusals.ts';
import { asOhmbrushError } from '../unexpected.ts';

/**
 * The contract's procedures, to be given handlers. Errors thrown by handlers reach the caller as REFUSED with what to
 * do.
 */
export const procedures = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    const broken = brokenInput(error);
    // Thrown by oRPC itself: an abort, an output that breaks the contract.
    if (!broken && error instanceof ORPCError) throw error;
    const { told } = broken ?? asOhmbrushError(error);
    throw new ORPCError('REFUSED', { defined: true, status: 400, message: told.message, data: told });
  }
});

/** What is wrong with an input that breaks the contract; null for any other error. */
function brokenInput(error: unknown): OhmbrushError | null {
  if (!(error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError))
    return null;
  const issues = error.cause.issues as z.core.$ZodIssue[];
  return new OhmbrushError('input-invalid', { issues: explainIssues(issues, phrase('the-input')) });
}
