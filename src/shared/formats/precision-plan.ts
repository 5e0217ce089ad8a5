import { precisionPlanSchema } from '../chip/precision-plan.ts';
import { defineFormat } from './format.ts';

/** A file of its own. */
export const PRECISION_PLAN = defineFormat('precision-plan', precisionPlanSchema);
