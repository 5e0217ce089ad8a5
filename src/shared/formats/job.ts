import { jobDraftSchema } from '../recipe/draft.ts';
import { defineFormat } from './format.ts';

/** What a job of the queue paints. */
export const JOB = defineFormat('job', jobDraftSchema);
