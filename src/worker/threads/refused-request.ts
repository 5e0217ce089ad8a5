import type { z } from 'zod';
import { OhmbrushError } from '../../shared/errors.ts';
import { explainIssues } from '../../shared/explain-issues.ts';

/**
 * The error for a request that does not fit its schema. It names the fields of a chip or a plan, which users write;
 * anything else wrong is a bug.
 */
export function refusedRequest(error: z.ZodError): Error {
  const { issues } = error;
  const below = (part: string) =>
    issues
      .filter(({ path }) => path.includes(part))
      .map((issue) => ({ ...issue, path: issue.path.slice(issue.path.indexOf(part) + 1) }));
  const [chip, plan] = [below('chip'), below('plan')];
  if (chip.length > 0) {
    return new OhmbrushError('chip-unusable', { issues: explainIssues(chip) });
  }
  if (plan.length > 0) {
    return new OhmbrushError('plan-unusable', { issues: explainIssues(plan) });
  }
  return error;
}
