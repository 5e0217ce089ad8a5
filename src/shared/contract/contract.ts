import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { boundedJson } from '../bounded-json.ts';
import { MOST_NAME, MOST_SETTING } from '../bounds.ts';
import { chipProfileSchema } from '../chip/chip-profile.ts';
import { estimateSchema } from '../engine/energy-estimate.ts';
import { modelSummarySchema } from '../engine/engine-protocol.ts';
import { jobDraftSchema } from '../recipe/draft.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { MOST_JOBS } from '../recipe/sweep-axes.ts';
import { toldErrorSchema } from '../told-error.ts';
import { studioEventSchema } from './events.ts';
import { backupSchema, libraryStatusSchema, takenInSchema, verifyReportSchema } from './maintenance.ts';
import {
  boardSchema,
  exactOfSchema,
  exportRequestSchema,
  exportTicketSchema,
  facetsSchema,
  fidelityFiguresSchema,
  listInputSchema,
  PICTURE_SORTS,
  pageSchema,
  pictureDetailsSchema,
  pictureFilterSchema,
  pictureIdSchema,
} from './pictures.ts';
import { addJobsSchema, jobIdSchema, queueStateSchema, sweepSchema, sweepSummarySchema } from './queue.ts';

/**
 * All calls that screens can make. Served over Electron's MessagePort and the web host's WebSocket, and called directly
 * by tests. Binary data does not travel here: pictures, thumbnails, previews, heatmaps and exports are fetched by URL
 * (shared/contract/urls.ts), and files are imported by POST.
 */

/**
 * Every refusal says what happened and what to do. With any other status oRPC would not deliver these data to the
 * caller.
 */
const call = oc.errors({ REFUSED: { status: 400, data: toldErrorSchema } });

const ids = z.strictObject({ ids: z.array(pictureIdSchema).min(1).max(10_000) });
const boardName = boardSchema.shape.name;
const tag = z.string().trim().min(1).max(60);
const done = z.void();

export const contract = {
  studio: {
    info: call.output(
      z.strictObject({
        version: z.string(),
        host: z.enum(['electron', 'web', 'test']),
        libraryFolder: z.string(),
        threads: z.int(),
      }),
    ),
    /** Ends when the client disconnects. */
    events: call.output(eventIterator(studioEventSchema)),
    /** Remembered settings of the screens, by key. */
    settings: call.output(z.record(z.string(), z.json())),
    remember: call
      .input(z.strictObject({ key: z.string().min(1).max(100), value: boundedJson(MOST_SETTING) }))
      .output(done),
  },
  /** Maintenance of the library as a whole. While the library is damaged, only this and `studio` are answered. */
  maintenance: {
    status: call.output(libraryStatusSchema),
    /** Imports the pictures in the folder `set-aside` again. */
    takeIn: call.output(takenInSchema),
    backUp: call.output(backupSchema),
    /** Aborting the call stops it. */
    verify: call.output(verifyReportSchema),
    /**
     * Replaces the database by a backup; the old one is kept in the folder `replaced`. The event `reopened` follows.
     */
    restore: call.input(backupSchema.pick({ name: true })).output(done),
    /** Makes a new database from the picture files; the old one is kept in the same way. */
    rebuild: call.output(takenInSchema),
    /** The two answers to `doubtful`: the trash keeps the pictures for 30 more days, or they are deleted for good. */
    keepDoubtful: call.output(done),
    purgeDoubtful: call.output(done),
  },
  models: {
    list: call.output(z.array(z.strictObject({ id: z.string(), builtIn: z.boolean(), summary: modelSummarySchema }))),
  },
  chips: {
    list: call.output(z.array(z.strictObject({ profile: chipProfileSchema, builtIn: z.boolean() }))),
    /** Adds or replaces one of the user's own chips; refused for the id of a built-in chip. */
    save: call.input(chipProfileSchema).output(done),
    remove: call.input(z.strictObject({ id: z.string().max(MOST_NAME) })).output(done),
  },
  precisions: {
    /** The presets exact, balanced and frugal with their plans. */
    list: call.output(z.array(recipeSchema.shape.precision)),
  },
  estimate: {
    /** One for each draft, in order. Cheap enough for every keystroke; abort outdated calls. */
    jobs: call
      .input(z.strictObject({ drafts: z.array(jobDraftSchema).min(1).max(MOST_JOBS) }))
      .output(z.array(estimateSchema)),
  },
  queue: {
    state: call.output(queueStateSchema),
    add: call
      .input(addJobsSchema)
      .output(z.strictObject({ jobIds: z.array(jobIdSchema), sweepId: z.int().nullable() })),
    pause: call.output(done),
    /** Also dismisses the banner of a restored queue. */
    resume: call.output(done),
    /** Puts a waiting job before another one, or last. */
    move: call.input(z.strictObject({ jobId: jobIdSchema, before: jobIdSchema.nullable() })).output(done),
    /** A waiting or the running job. */
    cancel: call.input(z.strictObject({ jobId: jobIdSchema })).output(done),
    /** Cancels all waiting jobs (not the running one), or removes all stopped ones from the list. */
    clear: call.input(z.strictObject({ what: z.enum(['waiting', 'stopped']) })).output(done),
    /** Queues a stopped job again, first in line. */
    retry: call.input(z.strictObject({ jobId: jobIdSchema })).output(done),
    /** The draft that a job paints. */
    draft: call.input(z.strictObject({ jobId: jobIdSchema })).output(jobDraftSchema),
  },
  sweeps: {
    /** Newest first. */
    list: call.output(z.array(sweepSummarySchema)),
    get: call.input(z.strictObject({ id: z.int() })).output(sweepSchema),
  },
  pictures: {
    list: call.input(listInputSchema).output(pageSchema),
    /** Position of a picture in a list, or null if the filter excludes it. */
    place: call
      .input(z.strictObject({ filter: pictureFilterSchema, sort: z.enum(PICTURE_SORTS), id: pictureIdSchema }))
      .output(z.int().nullable()),
    get: call.input(z.strictObject({ id: pictureIdSchema })).output(pictureDetailsSchema),
    facets: call.output(facetsSchema),
    star: call.input(ids.extend({ star: z.boolean() })).output(done),
    rate: call.input(ids.extend({ rating: z.int().min(0).max(5) })).output(done),
    tag: call
      .input(ids.extend({ add: z.array(tag).max(50), remove: z.array(z.string().max(MOST_NAME)).max(50) }))
      .output(done),
    trash: call.input(ids).output(done),
    restore: call.input(ids).output(done),
    /** Deletes for good; only pictures in the trash. */
    purge: call.input(ids).output(done),
    emptyTrash: call.output(done),
    export: call.input(exportRequestSchema).output(exportTicketSchema),
  },
  boards: {
    list: call.output(z.array(boardSchema)),
    create: call.input(z.strictObject({ name: boardName })).output(z.strictObject({ id: z.int() })),
    rename: call.input(z.strictObject({ id: z.int(), name: boardName })).output(done),
    /** The pictures stay in the library. */
    remove: call.input(z.strictObject({ id: z.int() })).output(done),
    add: call.input(ids.extend({ id: z.int() })).output(done),
    takeOut: call.input(ids.extend({ id: z.int() })).output(done),
  },
  prompts: {
    /** Prompts painted before, newest first, without duplicates. */
    history: call.output(z.array(z.strictObject({ prompt: z.string(), negativePrompt: z.string() }))),
  },
  compare: {
    exactOf: call.input(z.strictObject({ id: pictureIdSchema })).output(exactOfSchema),
    /** Image metrics of one picture against another of the same size; the heatmap is at `urls.flip`. */
    measure: call
      .input(z.strictObject({ referenceId: pictureIdSchema, testId: pictureIdSchema }))
      .output(fidelityFiguresSchema),
  },
};

export type Contract = typeof contract;
