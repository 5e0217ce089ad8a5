import { z } from 'zod';
import { chipProfileSchema } from './chip/chip-profile.ts';
import { BACKENDS, type BackendId, errorSchema, paintRequestSchema } from './engine/engine-protocol.ts';
import { recipeSchema } from './recipe/recipe.ts';

/**
 * What `ohmbrush bench` measures, and the messages between main and the measuring process. Each section runs in its own
 * process, so that its memory is measured separately. Times are in milliseconds where a name ends in `Ms`, rates in
 * 10^9 multiply-accumulates per second where it ends in `Gmacs` (of one thread, unless stated otherwise). A figure that
 * cannot be measured here is null.
 */

export const BENCH_SECTIONS = ['kernel', 'unetStep', 'threads', 'profile', 'growth', 'picture', 'sd15Step'] as const;
export type BenchSection = (typeof BENCH_SECTIONS)[number];

/** Chips whose UNet step is timed: no chip, the default chip, and the ideal chip that only quantizes. */
export const BENCH_CHIPS = ['exact', 'pcm', 'ideal-8bit'] as const;
export type BenchChip = (typeof BENCH_CHIPS)[number];

/** One chip with its default precision. */
export const benchSetupSchema = z.strictObject({
  id: z.enum(BENCH_CHIPS),
  chip: chipProfileSchema,
  precision: recipeSchema.shape.precision,
});
export type BenchSetup = z.infer<typeof benchSetupSchema>;

/** Message to the measuring process. */
export const benchOrderSchema = z.strictObject({
  section: z.enum(BENCH_SECTIONS),
  quick: z.boolean(),
  /** All threads, compared with one. */
  threads: z.int().min(1),
  setups: z.array(benchSetupSchema),
  /** A picture on the default chip; the sections choose backend and threads. */
  picture: paintRequestSchema,
});
export type BenchOrder = z.infer<typeof benchOrderSchema>;

const positive = z.number().positive();
const count = z.int().min(1);

const shapeSchema = z.strictObject({
  rows: count,
  inputs: count,
  outputs: count,
  /** 8-bit cells and inputs, 256-row tiles, an 8-bit converter. */
  gmacs: positive,
  /** Relative to the int8 peak of one core. */
  shareOfPeak: positive.nullable(),
  /** On all threads together. */
  allThreadsGmacs: positive,
  /** Time with read noise over the time without, less one: 0.25 is a quarter more. */
  noiseCost: z.number(),
  /**
   * Inputs in 8 slices of one bit, weights in 4 of two bits, a conversion for each pair; rated by the product that it
   * computes.
   */
  bitSerialGmacs: positive,
});

export const kernelReportSchema = z.strictObject({
  /** Median over the shapes. */
  shareOfPeak: positive.nullable(),
  noiseCost: z.number(),
  bitSerialGmacs: positive,
  /** Loops that only use registers, on one core. */
  peak: z.strictObject({
    int8Gmacs: positive.nullable(),
    float32Gmacs: positive.nullable(),
    /** AND + popcount operations, in 10^9 bits per second. */
    popcountGops: positive.nullable(),
  }),
  shapes: z.array(shapeSchema),
});
export type KernelReport = z.infer<typeof kernelReportSchema>;

const chipStepSchema = z.strictObject({
  /** On all threads. */
  ms: positive,
  oneThreadMs: positive,
  /** Our time divided by onnxruntime's, both on all threads, and both on one. */
  vsOnnxruntime: positive.nullable(),
  oneThreadVsOnnxruntime: positive.nullable(),
});

const onnxruntimeReportSchema = z.strictObject({
  version: z.string().nullable(),
  ms: positive.nullable(),
  oneThreadMs: positive.nullable(),
  /**
   * Largest difference between onnxruntime's output and our exact one, relative to the largest value: shows that both
   * compute the same network.
   */
  difference: z.number().min(0).nullable(),
  /** Why there are no figures. */
  unavailable: z.string().nullable(),
});

export const unetStepReportSchema = z.strictObject({
  exact: chipStepSchema,
  pcm: chipStepSchema,
  'ideal-8bit': chipStepSchema,
  onnxruntime: onnxruntimeReportSchema,
});
export type UnetStepReport = z.infer<typeof unetStepReportSchema>;

export const threadsReportSchema = z.strictObject({
  /** Time on one thread divided by time on all threads; UNet step on the default chip. */
  speedup: positive,
  threads: count,
  chips: z.array(z.strictObject({ chip: z.enum(BENCH_CHIPS), speedup: positive })),
});
export type ThreadsReport = z.infer<typeof threadsReportSchema>;

export const OPERATION_GROUPS = [
  'multiplications',
  'attention',
  'norms',
  'activations',
  'additions',
  'copies',
  'quantization',
  'other kernels',
  'JavaScript',
] as const;
export type OperationGroup = (typeof OPERATION_GROUPS)[number];

const profileRowSchema = z.strictObject({
  group: z.enum(OPERATION_GROUPS),
  /** A kernel, or the JavaScript around all of them. */
  operator: z.string(),
  calls: z.int().min(0),
  ms: z.number().min(0),
  /** Share of the step. */
  share: z.number().min(0),
});

export const profileReportSchema = z.array(
  z.strictObject({ chip: z.enum(BENCH_CHIPS), ms: positive, rows: z.array(profileRowSchema) }),
);
export type ProfileReport = z.infer<typeof profileReportSchema>;

export const growthReportSchema = z.array(
  z.strictObject({
    what: z.string(),
    /** Ratios of the larger size to the smaller: multiply-accumulates, and time. */
    macRatio: positive,
    timeRatio: positive,
    smallerMs: positive,
    largerMs: positive,
  }),
);
export type GrowthReport = z.infer<typeof growthReportSchema>;

const pictureSchema = z.strictObject({
  /** From prompt to pixels with the model loaded and the chip programmed. */
  seconds: positive,
  /** Loading, programming and, in the first picture of a chip, calibrating. */
  preparationSeconds: z.number().min(0),
});

export const pictureReportSchema = z.strictObject({
  native: pictureSchema.nullable(),
  wasm: pictureSchema.nullable(),
  /** Peak memory of the painting process, with the backend named. */
  rssBytes: positive,
  rssBackend: z.enum(BACKENDS),
  width: count,
  height: count,
  steps: count,
});
export type PictureReport = z.infer<typeof pictureReportSchema>;

export const sd15StepReportSchema = z.strictObject({
  /** All multiplications of the step, including attention's products, divided by its time, on all threads. */
  gmacs: positive,
  /** Relative to the int8 peak of one core times the threads. */
  shareOfPeak: positive.nullable(),
  seconds: positive,
  threads: count,
  /** 10^9 multiply-accumulates of the trained layers, and of attention's two products. */
  layerGmac: positive,
  attentionGmac: positive,
  /** Trained weights in its matrices, which is also their number of bytes in int8. */
  weights: count,
  /** Peak memory of the process, and its memory before the first layer (Node and the program). */
  peakBytes: positive,
  startBytes: positive,
  /** Most memory held by tensors at one time. */
  activationBytes: positive,
  peakOverWeightsAndActivations: positive,
  loadSeconds: positive,
});
export type Sd15StepReport = z.infer<typeof sd15StepReportSchema>;

/** Results by section; sections that did not run are absent. */
export const benchFindingsSchema = z
  .strictObject({
    kernel: kernelReportSchema,
    unetStep: unetStepReportSchema,
    threads: threadsReportSchema,
    profile: profileReportSchema,
    growth: growthReportSchema,
    picture: pictureReportSchema,
    sd15Step: sd15StepReportSchema,
  })
  .partial();
export type BenchFindings = z.infer<typeof benchFindingsSchema>;

export const benchReplySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), what: z.string() }),
  z.strictObject({
    type: z.literal('done'),
    backend: z.enum(BACKENDS),
    backendDetail: z.string(),
    findings: benchFindingsSchema,
  }),
  z.strictObject({ type: z.literal('failed'), error: errorSchema }),
]);
export type BenchReply = z.infer<typeof benchReplySchema>;

/** The whole report, as `--json` prints it. */
export interface BenchReport extends BenchFindings {
  /** Model of the processor. */
  cpu: string;
  cores: number;
  memoryBytes: number;
  /** Platform and architecture. */
  system: string;
  node: string;
  backend: BackendId;
  /** Instruction set. */
  backendDetail: string;
  /** `threads` is the number of threads used. */
  threadCount: number;
  quick: boolean;
  /** Sections that this machine could not run, for example for lack of memory. */
  skipped: { section: BenchSection; why: string }[];
  /** Duration of the bench. */
  seconds: number;
}
