import type { Meter } from '../energy/events.ts';
import type { WeightsFile } from '../model-files/safetensors.ts';
import type { TextEncoderConfig } from '../model-files/text-encoder-config.ts';
import { WeightReader } from '../model-files/weight-reader.ts';
import type { Compute } from '../tensor/compute.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';
import { activate } from '../tensor/operators/activation.ts';
import { attention } from '../tensor/operators/attention.ts';
import { add } from '../tensor/operators/elementwise.ts';
import type { Norm } from '../tensor/operators/group-norm.ts';
import { layerNorm } from '../tensor/operators/layer-norm.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { inTurn } from './in-turn.ts';

interface EncoderLayer {
  readonly name: string;
  readonly norm1: Norm;
  readonly query: MatrixLayer;
  readonly key: MatrixLayer;
  readonly value: MatrixLayer;
  readonly out: MatrixLayer;
  readonly norm2: Norm;
  readonly fc1: MatrixLayer;
  readonly fc2: MatrixLayer;
}

export interface EncodedText {
  /** last_hidden_state, [batch, words, hidden_size]: every position, padding included. */
  readonly hidden: Tensor;
  /** pooler_output, [batch, hidden_size]: the hidden state at the end token. */
  readonly pooled: Tensor;
}

/** transformers' CLIPTextModel. */
export class TextEncoder {
  readonly config: TextEncoderConfig;
  /** Every trained matrix. */
  readonly layers: readonly MatrixLayer[];
  readonly #tokenEmbedding: Float32Array;
  readonly #positionEmbedding: Float32Array;
  readonly #layers: readonly EncoderLayer[];
  readonly #finalNorm: Norm;

  /** @throws OhmbrushError 'bad-model' when the weights do not fit the config */
  constructor(config: TextEncoderConfig, file: WeightsFile) {
    // transformers 5 saves the model without the prefix that all versions before it wrote; layers keep the known names.
    const stored = file.entries.has('final_layer_norm.weight') ? '' : 'text_model.';
    const reader = new WeightReader(file, 'text_encoder', { stored, layer: 'text_model.' });
    const width = config.hidden_size;
    this.config = config;
    this.#tokenEmbedding = reader.tensor('embeddings.token_embedding.weight', [config.vocab_size, width]);
    this.#positionEmbedding = reader.tensor('embeddings.position_embedding.weight', [
      config.max_position_embeddings,
      width,
    ]);
    this.#layers = Array.from({ length: config.num_hidden_layers }, (_, i) => loadLayer(reader, config, i));
    this.#finalNorm = reader.layerNorm('final_layer_norm', width, config.layer_norm_eps);
    reader.finish([`${stored}embeddings.position_ids`]);
    this.layers = reader.layers;
  }

  /** @param ids one row of token ids per prompt, all of the same length, at most max_position_embeddings */
  encode(compute: Compute, ids: readonly Int32Array[]): EncodedText {
    const hidden = inTurn(compute.kernels.arena, () => this.#embed(compute.meter, ids), [
      ...this.#layers.map((layer) => (x: Tensor) => this.#runLayer(compute, layer, x)),
      (x) => layerNorm(compute, this.#finalNorm, x),
    ]);
    return { hidden, pooled: this.#pool(ids, hidden) };
  }

  #embed(meter: Meter, ids: readonly Int32Array[]): Tensor {
    const width = this.config.hidden_size;
    const words = ids[0]!.length;
    const x = zeros([ids.length, words, width]);
    ids.forEach((row, b) => {
      row.forEach((id, position) => {
        if (id >= this.config.vocab_size) throw new RangeError(`token ${id} is outside of the vocabulary`);
        const to = (b * words + position) * width;
        for (let c = 0; c < width; c++) {
          x.data[to + c] = this.#tokenEmbedding[id * width + c]! + this.#positionEmbedding[position * width + c]!;
        }
      });
    });
    meter.digital('elementwise', null, x.data.length, 12 * x.data.length);
    return x;
  }

  #runLayer(compute: Compute, layer: EncoderLayer, x: Tensor): Tensor {
    const { engine } = compute;
    const { arena } = compute.kernels;
    return arena.scope(() => {
      const mixed = arena.scope(() => {
        const normed = layerNorm(compute, layer.norm1, x);
        const query = engine.apply(layer.query, normed);
        const key = engine.apply(layer.key, normed);
        const value = engine.apply(layer.value, normed);
        const options = { heads: this.config.num_attention_heads, causal: true };
        return engine.apply(layer.out, attention(compute, `${layer.name}.self_attn`, query, key, value, options));
      });
      const attended = add(compute, `${layer.name}.self_attn`, x, mixed);
      const wide = engine.apply(layer.fc1, layerNorm(compute, layer.norm2, attended));
      const narrow = engine.apply(layer.fc2, activate(compute, layer.fc1.name, this.config.hidden_act, wide));
      return add(compute, layer.name, attended, narrow);
    });
  }

  /**
   * The hidden state at the first end token. An eos_token_id of 2 in old configs is a known mistake: transformers then
   * takes the highest id, which is CLIP's end token.
   */
  #pool(ids: readonly Int32Array[], hidden: Tensor): Tensor {
    const [, words, width] = hidden.shape as [number, number, number];
    const { eos_token_id } = this.config;
    const pooled = zeros([ids.length, width]);
    ids.forEach((row, b) => {
      const end = eos_token_id === 2 ? row.indexOf(Math.max(...row)) : Math.max(0, row.indexOf(eos_token_id));
      const at = (b * words + end) * width;
      pooled.data.set(hidden.data.subarray(at, at + width), b * width);
    });
    return pooled;
  }
}

function loadLayer(reader: WeightReader, config: TextEncoderConfig, index: number): EncoderLayer {
  const name = `encoder.layers.${index}`;
  const width = config.hidden_size;
  const norm1 = reader.layerNorm(`${name}.layer_norm1`, width, config.layer_norm_eps);
  return {
    name: norm1.name.slice(0, -'.layer_norm1'.length),
    norm1,
    query: reader.linear(`${name}.self_attn.q_proj`, width, width),
    key: reader.linear(`${name}.self_attn.k_proj`, width, width),
    value: reader.linear(`${name}.self_attn.v_proj`, width, width),
    out: reader.linear(`${name}.self_attn.out_proj`, width, width),
    norm2: reader.layerNorm(`${name}.layer_norm2`, width, config.layer_norm_eps),
    fc1: reader.linear(`${name}.mlp.fc1`, width, config.intermediate_size),
    fc2: reader.linear(`${name}.mlp.fc2`, config.intermediate_size, width),
  };
}
