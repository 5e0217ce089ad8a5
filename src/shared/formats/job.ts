import { jobDraftSchema } from '../recipe/draft.ts';
import { defineFormat } from './format.ts';
import { modelTogether } from './job/1-to-2.ts';

/** The draft that a job of the queue paints. */
export const JOB = defineFormat('job', jobDraftSchema, [modelTogether]);
