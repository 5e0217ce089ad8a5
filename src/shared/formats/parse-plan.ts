import type { PrecisionPlan } from '../chip/precision-plan.ts';
import { OhmbrushError } from '../errors.ts';
import { decode } from './format.ts';
import { PRECISION_PLAN } from './precision-plan.ts';
import { refuseUnread } from './refuse-unread.ts';

/**
 * A precision plan from JSON.
 * @param where name of the file, for the message
 * @throws OhmbrushError 'bad-plan'
 */
export function parsePlan(json: unknown, where: string): PrecisionPlan {
  const decoded = decode(PRECISION_PLAN, json);
  if (decoded.state === 'read') return decoded.value;
  if (decoded.state === 'future') throw refuseUnread('bad-plan', where, decoded);
  throw new OhmbrushError('plan-invalid', { where, why: decoded.why });
}
