import { toldErrorSchema } from '../told-error.ts';
import { defineFormat } from './format.ts';
import { withRefusal } from './job-error/1-to-2.ts';

/** Why a job of the queue failed. */
export const JOB_ERROR = defineFormat('job-error', toldErrorSchema, [withRefusal]);
