import { precisionPlanSchema } from '../chip/precision-plan.ts';
import { defineFormat } from './format.ts';

/** Stored as a file. */
export const PRECISION_PLAN = defineFormat('precision-plan', precisionPlanSchema);
