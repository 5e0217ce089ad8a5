import { OhmbrushError } from '../errors.ts';
import { decode } from '../formats/format.ts';
import { PRECISION_PLAN } from '../formats/precision-plan.ts';
import { refuseUnread } from '../formats/refuse-unread.ts';
import type { PrecisionPlan } from './precision-plan.ts';

/**
 * A precision plan from JSON.
 * @param where the file it came from, for the message
 * @throws OhmbrushError 'bad-plan'
 */
export function parsePlan(json: unknown, where: string): PrecisionPlan {
  const decoded = decode(PRECISION_PLAN, json);
  if (decoded.state === 'read') return decoded.value;
  if (decoded.state === 'future') throw refuseUnread('bad-plan', where, decoded);
  throw new OhmbrushError('plan-invalid', { where, why: decoded.why });
}
