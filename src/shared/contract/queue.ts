import { z } from 'zod';
import { progressSchema } from '../engine/engine-protocol.ts';
import { jobDraftSchema } from '../recipe/draft.ts';
import { cellCount, MOST_JOBS, newSweepAxesSchema, sweepAxesSchema } from '../recipe/sweep-axes.ts';
import { phrase } from '../refusals.ts';
import { toldErrorSchema } from '../told-error.ts';
import { pictureIdSchema, pictureSummarySchema, timeSchema } from './pictures.ts';

export const jobIdSchema = z.int().min(1);
const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export const jobSummarySchema = z.strictObject({
  id: jobIdSchema,
  state: z.enum(JOB_STATES),
  prompt: z.string(),
  seed: z.number(),
  width: z.int(),
  height: z.int(),
  steps: z.int(),
  chipName: z.string(),
  precision: z.string(),
  createdAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  sweepId: z.int().nullable(),
  /** Cell of the sweep, row-major. */
  sweepIndex: z.int().nullable(),
  pictureId: pictureIdSchema.nullable(),
  error: toldErrorSchema.nullable(),
  /** Last preview: of the running job, or what a cancelled one had reached. Kept until the app closes. */
  previewUrl: z.string().nullable(),
});
export type JobSummary = z.infer<typeof jobSummarySchema>;

export const queueStateSchema = z.strictObject({
  paused: z.boolean(),
  /** Number of jobs left by an earlier run; the queue is then paused until it is resumed or they are dismissed. */
  restored: z.int(),
  /** In painting order: the running one first. */
  waiting: z.array(jobSummarySchema),
  /** Failed and cancelled ones, newest first, until cleared or retried. */
  stopped: z.array(jobSummarySchema),
  /** Since the app was started. */
  session: z.strictObject({ pictures: z.int(), joules: z.number() }),
});
export type QueueState = z.infer<typeof queueStateSchema>;

export const addJobsSchema = z
  .strictObject({
    drafts: z.array(jobDraftSchema).min(1).max(MOST_JOBS),
    /** Whether to queue before all waiting jobs. */
    first: z.boolean(),
    /** The drafts are the cells of this sweep, row-major. */
    sweep: newSweepAxesSchema.nullable(),
  })
  .refine(({ drafts, sweep }) => sweep === null || cellCount(sweep) === drafts.length, {
    path: ['drafts'],
    params: { ...phrase('sweep-needs-drafts') },
  });
export type AddJobs = z.infer<typeof addJobsSchema>;

export const jobProgressSchema = progressSchema.extend({
  jobId: jobIdSchema,
  /** URL of the newest preview of this job. */
  previewUrl: z.string().nullable(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

/** A sweep with the state of its cells. */
export const sweepSchema = z.strictObject({
  id: z.int(),
  createdAt: timeSchema,
  axes: sweepAxesSchema,
  /** Row-major. A cell whose picture is in the trash keeps its job and has no picture. */
  cells: z.array(z.strictObject({ job: jobSummarySchema.nullable(), picture: pictureSummarySchema.nullable() })),
});
export type Sweep = z.infer<typeof sweepSchema>;

export const sweepSummarySchema = sweepSchema
  .omit({ cells: true })
  .extend({ prompt: z.string(), done: z.int(), total: z.int() });
export type SweepSummary = z.infer<typeof sweepSummarySchema>;
