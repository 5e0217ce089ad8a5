import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { autoencoderConfigSchema } from '../../src/worker/model-files/autoencoder-config.ts';
import { openModelFolder } from '../../src/worker/model-files/model-folder.ts';
import { parseConfig, readModelJson } from '../../src/worker/model-files/parse-config.ts';
import { SafetensorsFile } from '../../src/worker/model-files/safetensors.ts';
import { textEncoderConfigSchema } from '../../src/worker/model-files/text-encoder-config.ts';
import { unetConfigSchema } from '../../src/worker/model-files/unet-config.ts';
import { WeightReader } from '../../src/worker/model-files/weight-reader.ts';
import { type Component, findWeights } from '../../src/worker/model-files/weights-file.ts';
import { Autoencoder } from '../../src/worker/networks/autoencoder.ts';
import { TextEncoder } from '../../src/worker/networks/text-encoder.ts';
import { UNet } from '../../src/worker/networks/unet.ts';
import { channelsLast, fixture, readGolden, relativeError } from '../golden/read-golden.ts';
import { exactCompute } from './exact-compute.ts';

/** Float32 sums in another order differ by a few millionths; a larger difference is an error. */
const TOLERANCE = 2e-5;

function load<S extends z.ZodType, T>(
  folder: string,
  component: Component,
  schema: S,
  build: (config: z.infer<S>, file: SafetensorsFile) => T,
): T {
  const path = fixture(`networks/${folder}/${component}/config.json`);
  const file = new SafetensorsFile(findWeights(openModelFolder(fixture(`networks/${folder}`)), component));
  try {
    return build(parseConfig(schema, readModelJson(path), path), file);
  } finally {
    file.close();
  }
}

describe.each([
  ['flow, as our own models', 'model', 'unet-flow'],
  ['Stable Diffusion 1.x', 'sd1', 'unet-sd1'],
  ['Stable Diffusion 2.x', 'sd2', 'unet-sd2'],
])('UNet: %s', (_, folder, golden) => {
  it('answers as diffusers does', () => {
    const unet = load(
      folder,
      'unet',
      unetConfigSchema,
      (config, file) => new UNet(config, new WeightReader(file, 'unet')),
    );
    const { sample, timestep, context, pooled, output } = readGolden(`networks/${golden}.safetensors`);
    const answer = unet.predict(exactCompute, {
      latents: channelsLast(sample!),
      timestep: timestep!.data[0]!,
      context: context!,
      pooled: unet.wantsPooledText ? pooled! : null,
    });
    expect(relativeError(answer, channelsLast(output!))).toBeLessThan(TOLERANCE);
  });
});

describe.each([
  ['quick_gelu, pooled at the end token', 'model', 'text-quick-gelu'],
  ['gelu, pooled at the highest id', 'gelu', 'text-gelu'],
])('text encoder: %s', (_, folder, golden) => {
  it('answers as transformers does', () => {
    const encoder = load(
      folder,
      'text_encoder',
      textEncoderConfigSchema,
      (config, file) => new TextEncoder(config, file),
    );
    const { ids, last_hidden_state, pooler_output } = readGolden(`networks/${golden}.safetensors`);
    const length = ids!.shape[1]!;
    const rows = Array.from({ length: ids!.shape[0]! }, (_row, i) =>
      Int32Array.from(ids!.data.subarray(i * length, (i + 1) * length)),
    );
    const { hidden, pooled } = encoder.encode(exactCompute, rows);
    expect(relativeError(hidden, last_hidden_state!)).toBeLessThan(TOLERANCE);
    expect(relativeError(pooled, pooler_output!)).toBeLessThan(TOLERANCE);
  });
});

describe.each([
  ['three channels, attention', 'rgb', 'vae-rgb'],
  ['four channels, no attention', 'model', 'vae-rgba'],
  ['shift, no quant convolutions', 'bare', 'vae-bare'],
  ['four channels in patches of 2 x 2', 'patches', 'vae-patches'],
])('autoencoder: %s', (_, folder, golden) => {
  const { image, mean, log_variance, latents, decoded } = readGolden(`networks/${golden}.safetensors`);
  const autoencoder = load(folder, 'vae', autoencoderConfigSchema, (config, file) => new Autoencoder(config, file));

  it('encodes as diffusers does', () => {
    const distribution = autoencoder.encode(exactCompute, channelsLast(image!));
    expect(relativeError(distribution.mean, channelsLast(mean!))).toBeLessThan(TOLERANCE);
    expect(relativeError(distribution.logVariance, channelsLast(log_variance!))).toBeLessThan(TOLERANCE);
  });

  it('decodes as diffusers does', () => {
    const picture = autoencoder.decode(exactCompute, channelsLast(latents!));
    expect(relativeError(picture, channelsLast(decoded!))).toBeLessThan(TOLERANCE);
  });
});
