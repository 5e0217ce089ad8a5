import type { UNetConfig } from '../model-files/unet-config.ts';
import type { Compute } from '../tensor/compute.ts';
import { exp } from '../tensor/exp.ts';
import type { LayerSource } from '../tensor/layer-source.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { activate } from '../tensor/operators/activation.ts';
import { add } from '../tensor/operators/elementwise.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** What tells the UNet how noisy its input is and, in some models, what the whole prompt says. */
export interface TimeEmbedding {
  readonly frequencies: Float32Array;
  readonly cosineFirst: boolean;
  readonly linear1: MatrixLayer;
  readonly linear2: MatrixLayer;
  /** class_embed_type 'simple_projection'. */
  readonly classProjection: MatrixLayer | null;
}

export function loadTimeEmbedding(source: LayerSource, config: UNetConfig): TimeEmbedding {
  const width = config.block_out_channels[0]!;
  const classInputs = config.class_embed_type ? config.projection_class_embeddings_input_dim : null;
  return {
    frequencies: frequencies(width / 2, config.freq_shift),
    cosineFirst: config.flip_sin_to_cos,
    linear1: source.linear('time_embedding.linear_1', width, 4 * width),
    linear2: source.linear('time_embedding.linear_2', 4 * width, 4 * width),
    classProjection: classInputs ? source.linear('class_embedding', classInputs, 4 * width) : null,
  };
}

/** Vaswani et al. 2017: 10000^(-i / (count - shift)), rounded to float32 at each step as PyTorch does. */
function frequencies(count: number, shift: number): Float32Array {
  const { fround } = Math;
  return Float32Array.from({ length: count }, (_, i) => exp(fround(fround(-Math.log(10000) * i) / (count - shift))));
}

/**
 * @param classLabels [batch, projection inputs], or null where the model has no class embedding
 * @returns SiLU of the embedding [batch, 4 C], which is what every resnet block starts from
 */
export function embedTime(
  compute: Compute,
  embedding: TimeEmbedding,
  timestep: number,
  batch: number,
  classLabels: Tensor | null,
): Tensor {
  const { engine } = compute;
  const hidden = engine.apply(embedding.linear1, sinusoid(embedding, timestep, batch));
  const active = activate(compute, embedding.linear1.name, 'silu', hidden);
  let vector = engine.apply(embedding.linear2, active);
  if (embedding.classProjection) {
    if (!classLabels) throw new TypeError('this UNet needs class labels: the pooled text');
    const projected = engine.apply(embedding.classProjection, classLabels);
    vector = add(compute, embedding.classProjection.name, vector, projected);
  }
  return activate(compute, embedding.linear2.name, 'silu', vector);
}

/** [batch, 2 * frequencies], the same for every image. */
function sinusoid(embedding: TimeEmbedding, timestep: number, batch: number): Tensor {
  const count = embedding.frequencies.length;
  const cosineAt = embedding.cosineFirst ? 0 : count;
  const sineAt = embedding.cosineFirst ? count : 0;
  const wave = zeros([batch, 2 * count]);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < count; i++) {
      const angle = Math.fround(Math.fround(timestep) * embedding.frequencies[i]!);
      wave.data[b * 2 * count + cosineAt + i] = Math.cos(angle);
      wave.data[b * 2 * count + sineAt + i] = Math.sin(angle);
    }
  }
  return wave;
}
