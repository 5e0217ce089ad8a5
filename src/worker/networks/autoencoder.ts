import type { Meter } from '../energy/events.ts';
import type { AutoencoderConfig } from '../model-files/autoencoder-config.ts';
import type { WeightsFile } from '../model-files/safetensors.ts';
import { WeightReader } from '../model-files/weight-reader.ts';
import type { Compute } from '../tensor/compute.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { type GroupNorm, groupNorm } from '../tensor/operators/group-norm.ts';
import { upsampleNearest } from '../tensor/operators/image.ts';
import { pixelShuffle, pixelUnshuffle } from '../tensor/operators/pixel-shuffle.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { type AutoencoderMidBlock, loadAutoencoderMidBlock, runAutoencoderMidBlock } from './autoencoder-mid-block.ts';
import { HALVE_BOTTOM_RIGHT, sameSize } from './geometry.ts';
import { inTurn } from './in-turn.ts';
import { loadResnetBlock, type ResnetBlock, type ResnetOptions, runResnetBlock } from './resnet-block.ts';

const NORM_EPS = 1e-6;

interface Level {
  readonly resnets: readonly ResnetBlock[];
  /** Halves (encoder) or doubles (decoder) the image after the resnets; null at the last level. */
  readonly resize: MatrixLayer | null;
}

interface Half {
  readonly convIn: MatrixLayer;
  readonly levels: readonly Level[];
  readonly mid: AutoencoderMidBlock;
  readonly normOut: GroupNorm;
  readonly convOut: MatrixLayer;
}

/** A normal distribution over latents, each [batch, height, width, latent_channels], not yet scaled for the UNet. */
export interface LatentDistribution {
  readonly mean: Tensor;
  readonly logVariance: Tensor;
}

/**
 * diffusers' AutoencoderKL: images to latents an eighth the size (one halving per block but the last), and back. With a
 * patch_size its networks see pixel_unshuffle of the image, and latents are that many times smaller still.
 */
export class Autoencoder {
  readonly config: AutoencoderConfig;
  /** Every trained matrix that `decode` uses. */
  readonly decoderLayers: readonly MatrixLayer[];
  readonly #encoder: Half;
  readonly #decoder: Half;
  readonly #quant: MatrixLayer | null;
  readonly #postQuant: MatrixLayer | null;

  /** @throws OhmbrushError 'bad-model' when the weights do not fit the config */
  constructor(config: AutoencoderConfig, file: WeightsFile) {
    const reader = new WeightReader(file, 'vae');
    const latents = config.latent_channels;
    this.config = config;
    this.#encoder = loadEncoder(reader, config);
    this.#decoder = loadDecoder(reader, config);
    this.#quant = config.use_quant_conv ? reader.conv('quant_conv', 2 * latents, 2 * latents, sameSize(1)) : null;
    this.#postQuant = config.use_post_quant_conv ? reader.conv('post_quant_conv', latents, latents, sameSize(1)) : null;
    reader.finish();
    this.decoderLayers = reader.layers.filter(({ name }) => /^vae\.(decoder|post_quant_conv)/.test(name));
  }

  /** @param image [batch, height, width, imageChannels(config)] in -1..1; four channels are premultiplied RGBA */
  encode(compute: Compute, image: Tensor): LatentDistribution {
    const { engine, kernels } = compute;
    const { convIn, levels, mid } = this.#encoder;
    const quant = this.#quant;
    const { patch_size } = this.config;
    const patches = () => (patch_size > 1 ? pixelUnshuffle(compute, convIn.name, image, patch_size) : image);
    const moments = inTurn(kernels.arena, () => engine.apply(convIn, patches()), [
      ...levels.flatMap(({ resnets, resize }) => [
        ...resnetSteps(compute, resnets),
        ...(resize ? [(x: Tensor) => engine.apply(resize, x)] : []),
      ]),
      (x) => runAutoencoderMidBlock(compute, mid, x),
      (x) => finishHalf(compute, this.#encoder, x),
      ...(quant ? [(x: Tensor) => engine.apply(quant, x)] : []),
    ]);
    return splitMoments(moments);
  }

  /**
   * @param latents as the sampler leaves them: scaled for the UNet, [batch, height, width, latent_channels]
   * @returns [batch, height * scale, width * scale, imageChannels(config)], about -1..1, not clamped
   */
  decode(compute: Compute, latents: Tensor): Tensor {
    const { engine, kernels, meter } = compute;
    const { convIn, levels, mid, convOut } = this.#decoder;
    const postQuant = this.#postQuant;
    const { patch_size } = this.config;
    return inTurn(kernels.arena, () => this.#unscaled(meter, latents), [
      ...(postQuant ? [(x: Tensor) => engine.apply(postQuant, x)] : []),
      (x) => engine.apply(convIn, x),
      (x) => runAutoencoderMidBlock(compute, mid, x),
      ...levels.flatMap(({ resnets, resize }) => [
        ...resnetSteps(compute, resnets),
        ...(resize ? [(x: Tensor) => engine.apply(resize, upsampleNearest(compute, resize.name, x))] : []),
      ]),
      (x) => finishHalf(compute, this.#decoder, x),
      ...(patch_size > 1 ? [(x: Tensor) => pixelShuffle(compute, convOut.name, x, patch_size)] : []),
    ]);
  }

  #unscaled(meter: Meter, latents: Tensor): Tensor {
    const { scaling_factor, shift_factor } = this.config;
    const x = zeros(latents.shape);
    const shift = shift_factor ?? 0;
    for (let i = 0; i < x.data.length; i++) x.data[i] = latents.data[i]! / scaling_factor + shift;
    meter.digital('elementwise', null, 2 * x.data.length, 8 * x.data.length);
    return x;
  }
}

function resnetSteps(compute: Compute, resnets: readonly ResnetBlock[]): ((x: Tensor) => Tensor)[] {
  return resnets.map((resnet) => (x) => runResnetBlock(compute, resnet, x, null));
}

function finishHalf(compute: Compute, half: Half, x: Tensor): Tensor {
  return compute.engine.apply(half.convOut, groupNorm(compute, half.normOut, x, { silu: true }));
}

function resnetOptions(config: AutoencoderConfig): ResnetOptions {
  return { groups: config.norm_num_groups, eps: NORM_EPS, timeChannels: null, timeScaleShift: false };
}

function loadEncoder(reader: WeightReader, config: AutoencoderConfig): Half {
  const widths = config.block_out_channels;
  const deepest = widths[widths.length - 1]!;
  return {
    convIn: reader.conv('encoder.conv_in', config.in_channels, widths[0]!, sameSize(3)),
    levels: widths.map((width, i) => ({
      resnets: loadResnets(
        reader,
        config,
        `encoder.down_blocks.${i}`,
        config.layers_per_block,
        widths[i - 1] ?? width,
        width,
      ),
      resize:
        i < widths.length - 1
          ? reader.conv(`encoder.down_blocks.${i}.downsamplers.0.conv`, width, width, HALVE_BOTTOM_RIGHT)
          : null,
    })),
    mid: loadAutoencoderMidBlock(
      reader,
      'encoder.mid_block',
      deepest,
      resnetOptions(config),
      config.mid_block_add_attention,
    ),
    normOut: reader.groupNorm('encoder.conv_norm_out', deepest, config.norm_num_groups, NORM_EPS),
    convOut: reader.conv('encoder.conv_out', deepest, 2 * config.latent_channels, sameSize(3)),
  };
}

function loadDecoder(reader: WeightReader, config: AutoencoderConfig): Half {
  const widths = [...config.block_out_channels].reverse();
  const shallowest = widths[widths.length - 1]!;
  return {
    convIn: reader.conv('decoder.conv_in', config.latent_channels, widths[0]!, sameSize(3)),
    mid: loadAutoencoderMidBlock(
      reader,
      'decoder.mid_block',
      widths[0]!,
      resnetOptions(config),
      config.mid_block_add_attention,
    ),
    levels: widths.map((width, i) => ({
      resnets: loadResnets(
        reader,
        config,
        `decoder.up_blocks.${i}`,
        config.layers_per_block + 1,
        widths[i - 1] ?? width,
        width,
      ),
      resize:
        i < widths.length - 1
          ? reader.conv(`decoder.up_blocks.${i}.upsamplers.0.conv`, width, width, sameSize(3))
          : null,
    })),
    normOut: reader.groupNorm('decoder.conv_norm_out', shallowest, config.norm_num_groups, NORM_EPS),
    convOut: reader.conv('decoder.conv_out', shallowest, config.out_channels, sameSize(3)),
  };
}

function loadResnets(
  reader: WeightReader,
  config: AutoencoderConfig,
  block: string,
  count: number,
  inputs: number,
  width: number,
): ResnetBlock[] {
  return Array.from({ length: count }, (_, i) =>
    loadResnetBlock(reader, `${block}.resnets.${i}`, i === 0 ? inputs : width, width, resnetOptions(config)),
  );
}

/** [..., 2 L] -> mean and log variance, [..., L] each; the variance is kept in the range that diffusers allows. */
function splitMoments(moments: Tensor): LatentDistribution {
  const width = moments.shape[moments.shape.length - 1]!;
  const half = width / 2;
  const shape = [...moments.shape.slice(0, -1), half];
  const mean = zeros(shape);
  const logVariance = zeros(shape);
  for (let from = 0, to = 0; from < moments.data.length; from += width, to += half) {
    mean.data.set(moments.data.subarray(from, from + half), to);
    for (let c = 0; c < half; c++) {
      logVariance.data[to + c] = Math.min(20, Math.max(-30, moments.data[from + half + c]!));
    }
  }
  return { mean, logVariance };
}
