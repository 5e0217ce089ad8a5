import type { UNetConfig } from '../model-files/unet-config.ts';
import type { Compute } from '../tensor/compute.ts';
import type { LayerSource } from '../tensor/layer-source.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { type GroupNorm, groupNorm } from '../tensor/operators/group-norm.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { sameSize } from './geometry.ts';
import { embedTime, loadTimeEmbedding, type TimeEmbedding } from './time-embedding.ts';
import {
  loadDownBlock,
  loadMidBlock,
  loadUpBlock,
  type MidBlock,
  runMidBlock,
  type StepDown,
  type StepUp,
  stepsDown,
  stepsUp,
  type UNetConditions,
} from './unet-blocks.ts';

export interface UNetInput {
  /** Noisy latents, [batch, height, width, in_channels]; height and width multiples of 2^(blocks - 1). */
  readonly latents: Tensor;
  /** On the scale of the training timesteps; may be fractional. */
  readonly timestep: number;
  /** The text encoder's hidden states, [batch, words, cross_attention_dim]. */
  readonly context: Tensor;
  /** The text encoder's pooled output, [batch, channels]; needed when `wantsPooledText`. */
  readonly pooled: Tensor | null;
}

/** diffusers' UNet2DConditionModel: what the sampler asks at every step. */
export class UNet {
  readonly config: UNetConfig;
  /** The model also takes the pooled text (class_embed_type 'simple_projection'). */
  readonly wantsPooledText: boolean;
  /** Every trained matrix. */
  readonly layers: readonly MatrixLayer[];
  readonly #time: TimeEmbedding;
  readonly #convIn: MatrixLayer;
  readonly #down: readonly StepDown[];
  readonly #mid: MidBlock;
  /** One more than down: the last takes the image that everything starts from. */
  readonly #up: readonly StepUp[];
  readonly #normOut: GroupNorm;
  readonly #convOut: MatrixLayer;

  /** @throws OhmbrushError 'bad-model' when the weights do not fit the config */
  constructor(config: UNetConfig, source: LayerSource) {
    const widths = config.block_out_channels;
    this.config = config;
    this.wantsPooledText = config.class_embed_type === 'simple_projection';
    this.#time = loadTimeEmbedding(source, config);
    this.#convIn = source.conv('conv_in', config.in_channels, widths[0]!, sameSize(config.conv_in_kernel));
    this.#down = widths.flatMap((_, block) => stepsDown(loadDownBlock(source, config, block)));
    this.#mid = loadMidBlock(source, config);
    this.#up = widths.flatMap((_, index) => stepsUp(loadUpBlock(source, config, index)));
    this.#normOut = source.groupNorm('conv_norm_out', widths[0]!, config.norm_num_groups, config.norm_eps);
    this.#convOut = source.conv('conv_out', widths[0]!, config.out_channels, sameSize(config.conv_out_kernel));
    source.finish();
    this.layers = source.layers;
  }

  /** @returns the prediction (noise, velocity or flow, as trained), [batch, height, width, out_channels] */
  predict(compute: Compute, { latents, timestep, context, pooled }: UNetInput): Tensor {
    const { engine, kernels } = compute;
    return kernels.arena.scope(() => {
      const time = embedTime(compute, this.#time, timestep, latents.shape[0]!, pooled);
      const enter = () => engine.apply(this.#convIn, latents);
      const hidden = this.#downAndUp(compute, { time, context }, 0, enter);
      return engine.apply(this.#convOut, groupNorm(compute, this.#normOut, hidden, { silu: true }));
    });
  }

  /**
   * Everything below a step: an image waits in its scope for the way up, no longer than it is needed there.
   *
   * @param enter makes the image that the step starts from
   */
  #downAndUp(compute: Compute, conditions: UNetConditions, step: number, enter: () => Tensor): Tensor {
    return compute.kernels.arena.scope(() => {
      const x = compute.kernels.arena.scope(enter);
      const down = this.#down[step];
      const below = down
        ? this.#downAndUp(compute, conditions, step + 1, () => down(compute, x, conditions))
        : runMidBlock(compute, this.#mid, x, conditions);
      return this.#up[this.#down.length - step]!(compute, below, x, conditions);
    });
  }
}
