import { z } from 'zod';
import { MOST_DESCRIPTION } from '../bounds.ts';
import { customIssue } from '../custom-issue.ts';
import { phrase } from '../refusals.ts';

/** Maximum characters of a glob: three times as many as the longest layer name. */
const MOST_GLOB = 200;

/**
 * The bits of a layer. A field left out keeps the value of the less specific rule.
 * `digital: true` takes the layer off the chip: float32, metered as digital work.
 */
const precisionSchema = z.strictObject({
  /** Bits of the activations that drive the rows, sign included. */
  inputBits: z.int().min(2).max(8).exactOptional(),
  /** Bits of the weights programmed into the cells, sign included. */
  weightBits: z.int().min(2).max(8).exactOptional(),
  /** Bits of one analog-to-digital conversion. Ignored by digital chips, which have no ADC. */
  adcBits: z.int().min(2).max(14).exactOptional(),
  /** Runs the layer in float32 beside the chip. */
  digital: z.boolean().exactOptional(),
});

const overrideSchema = precisionSchema
  .extend({
    /**
     * Glob over layer names in diffusers' spelling ('unet.down_blocks.*.attentions.**'); `*` stays inside a name part,
     * `**` crosses dots.
     */
    layers: z.string().min(1).max(MOST_GLOB).exactOptional(),
    /** Range of the run as fractions [from, to) of its steps; 0 is the first (noisiest) step. */
    steps: z
      .tuple([z.number().min(0).max(1), z.number().min(0).max(1)])
      .refine(([from, to]) => from < to, customIssue(phrase('steps-empty')))
      .exactOptional(),
  })
  .superRefine((rule, ctx) => {
    if (rule.steps !== undefined && rule.weightBits !== undefined) {
      ctx.addIssue(customIssue(phrase('weights-programmed-once'), ['weightBits']));
    }
  });

/**
 * Defaults and overrides; a later override wins over an earlier one, and all win over the defaults and the chip's own
 * bits.
 */
export const precisionPlanSchema = z.strictObject({
  /** Purpose of the plan, one line. */
  description: z.string().max(MOST_DESCRIPTION).exactOptional(),
  default: precisionSchema.default({}),
  overrides: z.array(overrideSchema).max(200).default([]),
});

export type PrecisionPlan = z.infer<typeof precisionPlanSchema>;

export const PRECISION_PRESETS = ['exact', 'balanced', 'frugal'] as const;

/** What the recipe panel offers: the presets, and a plan of the user's own. */
export const PRECISION_CHOICES = [...PRECISION_PRESETS, 'custom'] as const;
