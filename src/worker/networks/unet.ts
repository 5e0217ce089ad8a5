import type { Compute } from '../tensor/compute.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { type GroupNorm, groupNorm } from '../tensor/operators/group-norm.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { sameSize } from './geometry.ts';
import type { LayerSource } from './layer-source.ts';
import { embedTime, loadTimeEmbedding, type TimeEmbedding } from './time-embedding.ts';
import {
  type DownBlock,
  loadDownBlock,
  loadMidBlock,
  loadUpBlock,
  type MidBlock,
  runDownBlock,
  runMidBlock,
  runUpBlock,
  type UpBlock,
} from './unet-blocks.ts';
import type { UNetConfig } from './unet-config.ts';

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
  readonly #down: readonly DownBlock[];
  readonly #mid: MidBlock;
  readonly #up: readonly UpBlock[];
  readonly #normOut: GroupNorm;
  readonly #convOut: MatrixLayer;

  /** @throws OhmbrushError 'bad-model' when the weights do not fit the config */
  constructor(config: UNetConfig, source: LayerSource) {
    const widths = config.block_out_channels;
    this.config = config;
    this.wantsPooledText = config.class_embed_type === 'simple_projection';
    this.#time = loadTimeEmbedding(source, config);
    this.#convIn = source.conv('conv_in', config.in_channels, widths[0]!, sameSize(config.conv_in_kernel));
    this.#down = widths.map((_, block) => loadDownBlock(source, config, block));
    this.#mid = loadMidBlock(source, config);
    this.#up = widths.map((_, index) => loadUpBlock(source, config, index));
    this.#normOut = source.groupNorm('conv_norm_out', widths[0]!, config.norm_num_groups, config.norm_eps);
    this.#convOut = source.conv('conv_out', widths[0]!, config.out_channels, sameSize(config.conv_out_kernel));
    source.finish();
    this.layers = source.layers;
  }

  /** @returns the prediction (noise, velocity or flow, as trained), [batch, height, width, out_channels] */
  predict(compute: Compute, input: UNetInput): Tensor {
    const { engine, meter } = compute;
    const time = embedTime(compute, this.#time, input.timestep, input.latents.shape[0]!, input.pooled);
    const conditions = { time, context: input.context };
    let hidden = engine.apply(this.#convIn, input.latents);
    const skips = [hidden];
    for (const block of this.#down) hidden = runDownBlock(compute, block, hidden, conditions, skips);
    hidden = runMidBlock(compute, this.#mid, hidden, conditions);
    for (const block of this.#up) hidden = runUpBlock(compute, block, hidden, conditions, skips);
    return engine.apply(this.#convOut, groupNorm(meter, this.#normOut, hidden, { silu: true }));
  }
}
