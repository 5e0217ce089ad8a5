import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract.ts';
import { asOhmbrushError } from '../unexpected.ts';

/** The contract's procedures, ready for handlers. What a handler throws reaches the caller as a REFUSED with what to do. */
export const procedures = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    // Thrown by oRPC itself: an input that breaks the contract, an abort.
    if (error instanceof ORPCError) throw error;
    const { code, message, todo } = asOhmbrushError(error);
    throw new ORPCError('REFUSED', { defined: true, status: 400, message, data: { code, message, todo } });
  }
});
