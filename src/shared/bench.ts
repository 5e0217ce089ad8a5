import { z } from 'zod';
import { chipProfileSchema } from './chip/chip-profile.ts';
import { BACKENDS, type BackendId, errorSchema, paintRequestSchema } from './engine/engine-protocol.ts';
import { recipeSchema } from './recipe/recipe.ts';

/**
 * What `ohmbrush bench` measures, and what main and the process that measures say to each other. Each section runs in a process of its own, so
 * that its memory is its own. Times are in milliseconds where a name ends in `Ms`, rates in 10^9 multiply-accumulates a second where it ends in
 * `Gmacs` (of one thread, unless it says otherwise). A figure that cannot be had here is null.
 */

export const BENCH_SECTIONS = ['kernel', 'unetStep', 'threads', 'profile', 'growth', 'picture', 'sd15Step'] as const;
export type BenchSection = (typeof BENCH_SECTIONS)[number];

/** Chips whose UNet step is timed: no chip, the chip that is painted on by default, and the bound that only quantizes. */
export const BENCH_CHIPS = ['exact', 'pcm', 'ideal-8bit'] as const;
export type BenchChip = (typeof BENCH_CHIPS)[number];

/** One chip with the precision that it is painted with by default. */
export const benchSetupSchema = z.strictObject({
  id: z.enum(BENCH_CHIPS),
  chip: chipProfileSchema,
  precision: recipeSchema.shape.precision,
});
export type BenchSetup = z.infer<typeof benchSetupSchema>;

/** What the measuring process is told. */
export const benchOrderSchema = z.strictObject({
  section: z.enum(BENCH_SECTIONS),
  quick: z.boolean(),
  /** All threads, against one. */
  threads: z.int().min(1),
  setups: z.array(benchSetupSchema),
  /** A picture on the default chip; the sections choose backend and threads themselves. */
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
  /** Of the int8 peak of one core. */
  shareOfPeak: positive.nullable(),
  /** On all threads together. */
  allThreadsGmacs: positive,
  /** Time with read noise over the time without, less one: 0.25 is a quarter more. */
  noiseCost: z.number(),
  /** Inputs in 8 slices of a bit, weights in 4 of two bits, a conversion for each pair; counted as the product that it computes. */
  bitSerialGmacs: positive,
});

export const kernelReportSchema = z.strictObject({
  /** Median over the shapes. */
  shareOfPeak: positive.nullable(),
  noiseCost: z.number(),
  bitSerialGmacs: positive,
  /** Loops that stay in registers, one core. */
  peak: z.strictObject({
    int8Gmacs: positive.nullable(),
    float32Gmacs: positive.nullable(),
    /** Bits of 10^9 AND + popcount operations a second. */
    popcountGops: positive.nullable(),
  }),
  shapes: z.array(shapeSchema),
});
export type KernelReport = z.infer<typeof kernelReportSchema>;

const chipStepSchema = z.strictObject({
  /** On all threads. */
  ms: positive,
  oneThreadMs: positive,
  /** Our time over onnxruntime's, both on all threads, and both on one. */
  vsOnnxruntime: positive.nullable(),
  oneThreadVsOnnxruntime: positive.nullable(),
});

const onnxruntimeReportSchema = z.strictObject({
  version: z.string().nullable(),
  ms: positive.nullable(),
  oneThreadMs: positive.nullable(),
  /** Largest difference of its answer from our exact one, relative to the largest value: that both compute the same network. */
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
  /** One thread's time over all threads' time, UNet step on the default chip. */
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
  /** The kernel, or JavaScript around all of them. */
  operator: z.string(),
  calls: z.int().min(0),
  ms: z.number().min(0),
  /** Of the step. */
  share: z.number().min(0),
});

export const profileReportSchema = z.array(
  z.strictObject({ chip: z.enum(BENCH_CHIPS), ms: positive, rows: z.array(profileRowSchema) }),
);
export type ProfileReport = z.infer<typeof profileReportSchema>;

export const growthReportSchema = z.array(
  z.strictObject({
    what: z.string(),
    /** Larger over smaller: multiply-accumulates, and time. */
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
  /** Most memory that the painting process held, with the backend named. */
  rssBytes: positive,
  rssBackend: z.enum(BACKENDS),
  width: count,
  height: count,
  steps: count,
});
export type PictureReport = z.infer<typeof pictureReportSchema>;

export const sd15StepReportSchema = z.strictObject({
  /** All multiplications of the step, attention's products included, over its time, on all threads. */
  gmacs: positive,
  /** Of the int8 peak of one core times the threads. */
  shareOfPeak: positive.nullable(),
  seconds: positive,
  threads: count,
  /** 10^9 multiply-accumulates of the trained layers, and of attention's two products. */
  layerGmac: positive,
  attentionGmac: positive,
  /** Trained weights of its matrices: as many bytes in int8. */
  weights: count,
  /** Most memory that the process held, and what of it was there before the first layer: Node and the program. */
  peakBytes: positive,
  startBytes: positive,
  /** Most that tensors held at once. */
  activationBytes: positive,
  peakOverWeightsAndActivations: positive,
  loadSeconds: positive,
});
export type Sd15StepReport = z.infer<typeof sd15StepReportSchema>;

/** What each section found; sections that did not run are not there. */
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
  /** `threads` is what they bring. */
  threadCount: number;
  quick: boolean;
  /** Sections that this machine could not run, for want of memory perhaps. */
  skipped: { section: BenchSection; why: string }[];
  /** That the bench took. */
  seconds: number;
}
