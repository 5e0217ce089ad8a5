import { z } from 'zod';
import { MOST_PATH } from '../bounds.ts';
import { energyReportSchema } from '../energy/energy-report.ts';
import { errorFrom, OhmbrushError } from '../errors.ts';
import { draftSchema, jobDraftSchema } from '../recipe/draft.ts';
import { FIELDS } from '../recipe/fields/list.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { MOST_JOBS } from '../recipe/sweep-axes.ts';
import { phrase } from '../refusals.ts';
import { toldErrorSchema } from '../told-error.ts';
import { estimateSchema } from './energy-estimate.ts';

/**
 * Messages between main and the engine process. Requests are validated by the engine, replies by main, once each.
 * Pixels are sent as byte arrays by structured clone.
 */

export const BACKENDS = ['reference', 'wasm', 'native'] as const;
export type BackendId = (typeof BACKENDS)[number];

const path = z.string().min(1).max(MOST_PATH);

/** A draft, and options that affect only speed, never the pixels. */
export const paintRequestSchema = z.strictObject({
  draft: draftSchema,
  modelFolder: path,
  /** Default: the fastest that works here. */
  backend: z.enum(BACKENDS).optional(),
  threads: z.int().min(1).max(256),
  /** Whether to send a preview after every step. */
  previews: z.boolean(),
});
export type PaintRequest = z.infer<typeof paintRequestSchema>;

/** Asks for the cost of pictures of one model. */
export const estimateRequestSchema = z.strictObject({
  modelId: FIELDS.model.schema.shape.id,
  modelFolder: path,
  /** All drafts are for this model. */
  drafts: z.array(jobDraftSchema).min(1).max(MOST_JOBS),
});
export type EstimateRequest = z.infer<typeof estimateRequestSchema>;

/** Measured throughput, which only main knows. */
export const energyEstimateSchema = estimateSchema.omit({ seconds: true });
export type EnergyEstimate = z.infer<typeof energyEstimateSchema>;

/** 8-bit pixels, row-major; four channels are red, green, blue and straight alpha. */
export const pixelsSchema = z
  .strictObject({
    width: z.int().min(1),
    height: z.int().min(1),
    channels: z.union([z.literal(3), z.literal(4)]),
    data: z.instanceof(Uint8Array),
  })
  .refine(({ width, height, channels, data }) => data.length === width * height * channels, {
    path: ['data'],
    params: { ...phrase('pixels-size-wrong') },
  });
export type Pixels = z.infer<typeof pixelsSchema>;

const PHASES = ['loading', 'programming', 'calibrating', 'text', 'step', 'decode'] as const;

export const progressSchema = z.strictObject({
  phase: z.enum(PHASES),
  /** Units of work done and in all, in this phase: steps while painting. */
  done: z.number(),
  total: z.number(),
  /** Remaining seconds, once a step has been timed. */
  etaSeconds: z.number().nullable(),
  /** Joules that the chip would have used so far. */
  joules: z.number(),
});
export type Progress = z.infer<typeof progressSchema>;

export const paintResultSchema = z.strictObject({
  pixels: pixelsSchema,
  recipe: recipeSchema,
  /** Wall time from prompt to pixels, seconds, without loading, programming and calibrating. */
  seconds: z.number(),
  /** Wall time of the preparation: loading the model, programming the chip, calibrating it. */
  preparationSeconds: z.number(),
  backend: z.enum(BACKENDS),
  backendDetail: z.string(),
  threads: z.int(),
  energy: energyReportSchema,
});
export type PaintResult = z.infer<typeof paintResultSchema>;

export const fidelitySchema = z.strictObject({
  /** Decibels; null = identical. */
  psnr: z.number().nullable(),
  ssim: z.number(),
  msSsim: z.number(),
  haarPsi: z.number(),
  flip: z.number(),
  /** FLIP's error per pixel, 0..1, row-major. */
  flipMap: z.instanceof(Float32Array),
});
export type Fidelity = z.infer<typeof fidelitySchema>;

export const modelSummarySchema = z.strictObject({
  name: z.string(),
  /** Id of the base model of a variant; null for a complete model. */
  base: z.string().nullable(),
  parameters: z.number(),
  imageChannels: z.int(),
  width: z.int(),
  height: z.int(),
  /** Width and height must be multiples of this, pixels. */
  sizeMultiple: z.int(),
  prediction: z.enum(['epsilon', 'v-prediction', 'flow']),
  steps: z.int(),
  guidance: z.number(),
  sampler: FIELDS.sampler.schema,
});
export type ModelSummary = z.infer<typeof modelSummarySchema>;

export const engineRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('paint'), id: z.int(), request: paintRequestSchema }),
  z.strictObject({ type: z.literal('measure'), id: z.int(), reference: pixelsSchema, test: pixelsSchema }),
  z.strictObject({ type: z.literal('summarize'), id: z.int(), folder: path }),
  z.strictObject({ type: z.literal('estimate'), id: z.int(), request: estimateRequestSchema }),
  z.strictObject({ type: z.literal('cancel'), id: z.int() }),
  /** End the process. */
  z.strictObject({ type: z.literal('stop') }),
]);
export type EngineRequest = z.infer<typeof engineRequestSchema>;

export const errorSchema = toldErrorSchema.extend({
  /** For developers only; never shown unless asked for. */
  stack: z.string().optional(),
});

export const engineReplySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), id: z.int(), progress: progressSchema }),
  z.strictObject({ type: z.literal('preview'), id: z.int(), step: z.int(), pixels: pixelsSchema }),
  z.strictObject({ type: z.literal('painted'), id: z.int(), result: paintResultSchema }),
  z.strictObject({ type: z.literal('measured'), id: z.int(), fidelity: fidelitySchema }),
  z.strictObject({ type: z.literal('summarized'), id: z.int(), summary: modelSummarySchema }),
  z.strictObject({ type: z.literal('estimated'), id: z.int(), estimates: z.array(energyEstimateSchema) }),
  z.strictObject({ type: z.literal('failed'), id: z.int(), error: errorSchema }),
]);
export type EngineReply = z.infer<typeof engineReplySchema>;

/** An error as sent between processes. Anything that is not an OhmbrushError is a bug and is reported as one. */
export function packError(error: unknown): z.infer<typeof errorSchema> {
  if (error instanceof OhmbrushError) return error.told;
  const known = error instanceof Error ? error : new Error(String(error));
  const { told } = new OhmbrushError('engine-failed', { why: known.message.split('\n')[0] ?? '' });
  return { ...told, ...(known.stack ? { stack: known.stack } : {}) };
}

export function unpackError(packed: z.infer<typeof errorSchema>): OhmbrushError {
  const error = errorFrom(packed);
  if (packed.stack) error.stack = packed.stack;
  return error;
}
