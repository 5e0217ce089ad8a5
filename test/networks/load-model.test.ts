import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { SafetensorsFile } from '../../src/worker/model-files/safetensors.ts';
import { hashModel } from '../../src/worker/model-files/weights-file.ts';
import { loadModel } from '../../src/worker/models/load-model.ts';
import { modelSummary } from '../../src/worker/models/model-summary.ts';
import { channelsLast, fixture, readGolden, relativeError } from '../golden/read-golden.ts';
import { exactCompute } from './exact-compute.ts';
import { writeTensors } from './write-safetensors.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ohmbrush-model-'));
const folder = join(scratch, 'tiny');
const unetWeights = join(folder, 'unet', 'diffusion_pytorch_model.safetensors');
const vaeWeights = join(folder, 'vae', 'diffusion_pytorch_model.safetensors');

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(fixture('networks/model'), folder, { recursive: true });
});
afterAll(() => rmSync(scratch, { recursive: true }));

function edit(file: string, change: (json: Record<string, unknown>) => void): void {
  const path = join(folder, file);
  const json = JSON.parse(readFileSync(path, 'utf8'));
  change(json);
  writeFileSync(path, JSON.stringify(json));
}

function editWeights(
  path: string,
  change: (tensors: Record<string, { shape: readonly number[]; data: Float32Array }>) => void,
) {
  const file = new SafetensorsFile(path);
  const tensors = Object.fromEntries([...file.entries.keys()].map((name) => [name, file.read(name)]));
  file.close();
  change(tensors);
  writeTensors(path, tensors);
}

const badModel = (message: RegExp) =>
  expect.objectContaining({ code: 'bad-model', message: expect.stringMatching(message) });

describe('a model folder', () => {
  it('says what it is without reading weights', () => {
    expect(modelSummary(folder)).toEqual({
      name: 'tiny',
      base: null,
      // Parameter counts of the three components by PyTorch.
      parameters: 127_692,
      imageChannels: 4,
      width: 16,
      height: 16,
      sizeMultiple: 4,
      prediction: 'flow',
      steps: 20,
      guidance: 3.5,
      sampler: 'euler',
    });
  });

  it('counts the pixels of patches in its sizes, and only the channels of a picture', () => {
    edit('vae/config.json', (json) => Object.assign(json, { patch_size: 2, in_channels: 16, out_channels: 16 }));
    expect(modelSummary(folder)).toMatchObject({ imageChannels: 4, width: 32, height: 32, sizeMultiple: 8 });
    edit('vae/config.json', (json) => Object.assign(json, { patch_size: null, in_channels: 4, out_channels: 4 }));
    expect(modelSummary(folder)).toMatchObject({ imageChannels: 4, width: 16, height: 16, sizeMultiple: 4 });
  });

  it('takes name and defaults from ohmbrush.json', () => {
    writeFileSync(
      join(folder, 'ohmbrush.json'),
      JSON.stringify({ name: 'Tiny stickers', steps: 7, guidance: 2, sampler: 'dpmpp-2m' }),
    );
    expect(modelSummary(folder)).toMatchObject({ name: 'Tiny stickers', steps: 7, guidance: 2, sampler: 'dpmpp-2m' });
  });

  it('names every trained matrix as diffusers does, with its component in front', () => {
    const model = loadModel(folder);
    const names = [...model.textEncoder.layers, ...model.unet.layers, ...model.autoencoder.decoderLayers].map(
      ({ name }) => name,
    );
    expect(names).toEqual(
      expect.arrayContaining([
        'text_encoder.text_model.encoder.layers.0.self_attn.q_proj',
        'text_encoder.text_model.encoder.layers.1.mlp.fc2',
        'unet.conv_in',
        'unet.time_embedding.linear_1',
        'unet.class_embedding',
        'unet.down_blocks.0.resnets.0.time_emb_proj',
        'unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_out.0',
        'unet.mid_block.attentions.0.proj_in',
        'unet.up_blocks.0.attentions.1.transformer_blocks.0.ff.net.0.proj',
        'unet.up_blocks.1.resnets.0.conv_shortcut',
        'unet.conv_out',
        'vae.post_quant_conv',
        'vae.decoder.up_blocks.0.upsamplers.0.conv',
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.startsWith('vae.encoder'))).toEqual([]);
  });

  it('has a hash that follows everything that decides the picture, and nothing else', () => {
    const before = hashModel(folder);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    edit('model_index.json', (json) => {
      json.note = 'changed';
    });
    expect(hashModel(folder)).toBe(before);
    edit('scheduler/scheduler_config.json', (json) => {
      json.shift = 2;
    });
    const shifted = hashModel(folder);
    expect(shifted).not.toBe(before);
    editWeights(vaeWeights, (tensors) => {
      tensors['decoder.conv_out.bias']!.data[0]! += 1;
    });
    expect(hashModel(folder)).not.toBe(shifted);
  });

  it('may hold half-precision weights under diffusers’ variant name', () => {
    renameSync(unetWeights, join(folder, 'unet', 'diffusion_pytorch_model.fp16.safetensors'));
    expect(loadModel(folder).unet.layers.length).toBeGreaterThan(0);
  });

  it('may name the autoencoder’s attention as old versions did', () => {
    const old = { to_q: 'query', to_k: 'key', to_v: 'value', 'to_out.0': 'proj_attn' };
    cpSync(fixture('networks/rgb/vae'), join(folder, 'vae'), { recursive: true });
    editWeights(vaeWeights, (tensors) => {
      for (const name of Object.keys(tensors)) {
        const renamed = Object.entries(old).reduce(
          (text, [now, then]) => text.replace(`attentions.0.${now}`, `attentions.0.${then}`),
          name,
        );
        const tensor = tensors[name]!;
        delete tensors[name];
        tensors[renamed] = tensor;
      }
    });
    const { latents, decoded } = readGolden('networks/vae-rgb.safetensors');
    const { autoencoder } = loadModel(folder);
    expect(autoencoder.decoderLayers.map(({ name }) => name)).toContain('vae.decoder.mid_block.attentions.0.to_q');
    const picture = autoencoder.decode(exactCompute, channelsLast(latents!));
    expect(relativeError(picture, channelsLast(decoded!))).toBeLessThan(1e-4);
  });

  it('may name the text encoder’s tensors as transformers did before version 5', () => {
    const before = loadModel(folder).textEncoder.layers;
    const path = join(folder, 'text_encoder', 'model.safetensors');
    editWeights(path, (tensors) => {
      for (const name of Object.keys(tensors)) {
        tensors[`text_model.${name}`] = tensors[name]!;
        delete tensors[name];
      }
      tensors['text_model.embeddings.position_ids'] = { shape: [1, 12], data: new Float32Array(12) };
    });
    expect(loadModel(folder).textEncoder.layers).toEqual(before);
  });
});

describe('a folder that is no model', () => {
  it('is not there', () => {
    expect(() => loadModel(join(scratch, 'nowhere'))).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('has no model_index.json', () => {
    unlinkSync(join(folder, 'model_index.json'));
    expect(() => loadModel(folder)).toThrow(
      badModel(/neither model_index\.json nor an ohmbrush\.json that names a base/),
    );
  });

  it('has a config that is not JSON', () => {
    writeFileSync(join(folder, 'unet', 'config.json'), '{"_class_name": ');
    expect(() => loadModel(folder)).toThrow(badModel(/unet\/config\.json is not valid JSON/));
  });

  it('lacks a component', () => {
    edit('model_index.json', (json) => {
      json.vae = [null, null];
    });
    expect(() => loadModel(folder)).toThrow(badModel(/names no vae/));
  });

  it('has a component of a class that is not implemented', () => {
    edit('model_index.json', (json) => {
      json.text_encoder = ['transformers', 'T5EncoderModel'];
    });
    expect(() => loadModel(folder)).toThrow(badModel(/text_encoder is a T5EncoderModel, only CLIPTextModel/));
  });

  it('has only a pickle for weights', () => {
    renameSync(unetWeights, join(folder, 'unet', 'diffusion_pytorch_model.bin'));
    expect(() => loadModel(folder)).toThrow(badModel(/diffusion_pytorch_model\.bin is a PyTorch pickle/));
  });

  it('has weights in pieces', () => {
    unlinkSync(unetWeights);
    writeFileSync(join(folder, 'unet', 'diffusion_pytorch_model.safetensors.index.json'), '{}');
    expect(() => loadModel(folder)).toThrow(badModel(/cut into several files/));
  });

  it('has no weights', () => {
    unlinkSync(vaeWeights);
    expect(() => loadModel(folder)).toThrow(badModel(/vae has no diffusion_pytorch_model\.safetensors/));
    expect(() => modelSummary(folder)).toThrow(badModel(/vae has no diffusion_pytorch_model\.safetensors/));
  });

  it('has wrong recommendations', () => {
    writeFileSync(join(folder, 'ohmbrush.json'), '{"steps": 0}');
    expect(() => modelSummary(folder)).toThrow(badModel(/ohmbrush\.json: steps/));
  });
});

describe('a config that asks for what is not implemented is refused by name', () => {
  const cases: [file: string, field: string, value: unknown, message: RegExp][] = [
    ['unet/config.json', '_class_name', 'UNet3DConditionModel', /unet\/config\.json: _class_name/],
    ['unet/config.json', 'down_block_types', ['DownBlock2D', 'AttnDownBlock2D'], /down_block_types\.1/],
    ['unet/config.json', 'up_block_types', ['CrossAttnUpBlock2D'], /up_block_types: needs one entry for each of the 2/],
    ['unet/config.json', 'mid_block_type', 'UNetMidBlock2D', /mid_block_type: "UNetMidBlock2D" is not implemented/],
    ['unet/config.json', 'addition_embed_type', 'text_time', /addition_embed_type: "text_time" is not implemented/],
    ['unet/config.json', 'encoder_hid_dim', 64, /encoder_hid_dim: 64 is not implemented/],
    ['unet/config.json', 'time_embedding_type', 'fourier', /time_embedding_type/],
    ['unet/config.json', 'class_embed_type', 'timestep', /class_embed_type/],
    ['unet/config.json', 'projection_class_embeddings_input_dim', null, /is needed for simple_projection/],
    ['unet/config.json', 'act_fn', 'mish', /act_fn: "mish" is not implemented/],
    ['unet/config.json', 'attention_head_dim', 3, /attention_head_dim: 16 channels cannot be cut into 3 heads/],
    ['unet/config.json', 'attention_head_dim', [4, 4, 4], /attention_head_dim: needs one entry for each/],
    ['unet/config.json', 'norm_num_groups', 3, /8 channels cannot be cut into 3 groups/],
    ['unet/config.json', 'block_out_channels', [8, 0], /block_out_channels\.1/],
    ['unet/config.json', 'in_channels', 9, /the UNet's in_channels is 9, the autoencoder's latents have 4/],
    ['unet/config.json', 'cross_attention_dim', 20, /wants text of 20 channels, the text encoder gives 12/],
    ['unet/config.json', 'projection_class_embeddings_input_dim', 20, /wants pooled text of 20 channels/],
    ['vae/config.json', '_class_name', 'AutoencoderTiny', /vae\/config\.json: _class_name/],
    ['vae/config.json', 'in_channels', 1, /only images of 3 or 4 channels/],
    ['vae/config.json', 'out_channels', 3, /out_channels: must equal in_channels/],
    ['vae/config.json', 'patch_size', 2, /in_channels: only images of 3 or 4 .* patches of 2x2 turn into 12 or 16/],
    ['vae/config.json', 'patch_size', 0, /vae\/config\.json: patch_size/],
    ['vae/config.json', 'latents_mean', [0, 0, 0, 0], /latents_mean/],
    ['vae/config.json', 'down_block_types', ['DownEncoderBlock2D', 'AttnDownEncoderBlock2D'], /down_block_types\.1/],
    ['text_encoder/config.json', 'architectures', ['CLIPTextModelWithProjection'], /only CLIPTextModel/],
    ['text_encoder/config.json', 'hidden_act', 'relu', /hidden_act/],
    ['text_encoder/config.json', 'num_attention_heads', 5, /num_attention_heads: must divide hidden_size/],
    ['scheduler/scheduler_config.json', '_class_name', 'LMSDiscreteScheduler', /_class_name/],
    ['scheduler/scheduler_config.json', 'use_dynamic_shifting', true, /use_dynamic_shifting: .* not implemented/],
    ['scheduler/scheduler_config.json', 'use_dynamic_shifting', null, /use_dynamic_shifting: .* not implemented/],
  ];
  it.each(cases)('%s: %s = %j', (file, field, value, message) => {
    edit(file, (json) => {
      json[field] = value;
    });
    expect(() => modelSummary(folder)).toThrow(badModel(message));
  });

  it('but fields that change nothing here may hold anything', () => {
    edit('unet/config.json', (json) => {
      json.upcast_attention = true;
      json.dropout = 0.3;
      json._name_or_path = 'somewhere';
    });
    expect(modelSummary(folder).prediction).toBe('flow');
  });
});

describe('weights that do not fit the config are refused by name', () => {
  it('missing and left over', () => {
    edit('unet/config.json', (json) => {
      json.layers_per_block = 2;
    });
    expect(() => loadModel(folder)).toThrow(badModel(/missing: down_blocks\.0\.resnets\.1\.conv1\.weight, .* more/));
    edit('unet/config.json', (json) => {
      json.layers_per_block = 1;
      json.class_embed_type = null;
    });
    expect(() => loadModel(folder)).toThrow(
      badModel(/not in the config: class_embedding\.bias, class_embedding\.weight\)/),
    );
  });

  it('of another shape', () => {
    edit('vae/config.json', (json) => {
      json.block_out_channels = [8, 32];
    });
    expect(() => loadModel(folder)).toThrow(
      badModel(/encoder\.down_blocks\.1\.resnets\.0\.conv1\.weight is 16x8x3x3 where the config needs 32x8x3x3/),
    );
  });

  it('NaN', () => {
    editWeights(unetWeights, (tensors) => {
      tensors['mid_block.resnets.0.conv1.weight']!.data[5] = Number.NaN;
    });
    expect(() => loadModel(folder)).toThrow(badModel(/'mid_block\.resnets\.0\.conv1\.weight' .* holds NaN/));
  });
});
