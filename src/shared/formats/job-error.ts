import { errorSchema } from '../engine/engine-protocol.ts';
import { defineFormat } from './format.ts';

/** Why a job of the queue failed. */
export const JOB_ERROR = defineFormat('job-error', errorSchema.omit({ stack: true }));
