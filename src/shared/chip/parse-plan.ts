import { OhmbrushError } from '../errors.ts';
import { explainIssues } from '../explain-issues.ts';
import { type PrecisionPlan, precisionPlanSchema } from './precision-plan.ts';

/**
 * A precision plan from JSON.
 * @param where the file it came from, for the message
 * @throws OhmbrushError 'bad-plan'
 */
export function parsePlan(json: unknown, where: string): PrecisionPlan {
  const result = precisionPlanSchema.safeParse(json);
  if (result.success) return result.data;
  throw new OhmbrushError(
    'bad-plan',
    `${where} is not a precision plan: ${explainIssues(result.error)}`,
    'Correct these fields (docs/chip-model.md explains a plan)',
  );
}
