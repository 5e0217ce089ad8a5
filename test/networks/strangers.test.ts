import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { sketchModel } from '../../src/worker/estimate/sketch-model.ts';
import { openModelFolder } from '../../src/worker/model-files/model-folder.ts';
import { SafetensorsFile } from '../../src/worker/model-files/safetensors.ts';
import { hashModel } from '../../src/worker/model-files/weights-file.ts';
import { loadModel } from '../../src/worker/models/load-model.ts';
import { modelSummary } from '../../src/worker/models/model-summary.ts';
import { fixture } from '../golden/read-golden.ts';
import { safetensorsBytes } from './write-safetensors.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ohmbrush-stranger-'));
const folder = join(scratch, 'model');
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(fixture('networks/model'), folder, { recursive: true });
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** Everything the engine does with a model folder: each operation either works or fails with an OhmbrushError. */
function refusals(): string[] {
  return [modelSummary, loadModel, sketchModel, hashModel].flatMap((read) => {
    try {
      read(folder);
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(OhmbrushError);
      expect((error as OhmbrushError).code).toMatch(/^bad-/);
      return [(error as OhmbrushError).message];
    }
  });
}

function edit(file: string, change: (json: Record<string, unknown>) => void): void {
  const path = join(folder, file);
  const json = JSON.parse(readFileSync(path, 'utf8'));
  change(json);
  writeFileSync(path, JSON.stringify(json));
}

const FILES = [
  'model_index.json',
  'ohmbrush.json',
  'text_encoder/config.json',
  'text_encoder/model.safetensors',
  'unet/config.json',
  'unet/diffusion_pytorch_model.safetensors',
  'vae/config.json',
  'scheduler/scheduler_config.json',
  'tokenizer/tokenizer.json',
  'tokenizer/tokenizer_config.json',
  // Not read, but part of the model's hash.
  'tokenizer/vocab.json',
  'tokenizer/special_tokens_map.json',
];

const DAMAGES: Record<string, (path: string) => void> = {
  'a pipe': (path) => execFileSync('mkfifo', [path]),
  'a device': (path) => symlinkSync('/dev/zero', path),
  'a folder': (path) => mkdirSync(path),
  '300 MB of nothing': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 3e8);
  },
};

describe.skipIf(process.platform === 'win32')('a file of a model', () => {
  test.each(FILES.flatMap((file) => Object.keys(DAMAGES).map((what) => [file, what] as const)))(
    '%s that is %s is refused by name',
    (file, what) => {
      const path = join(folder, file);
      rmSync(path, { force: true });
      DAMAGES[what]!(path);
      const found = refusals();
      expect(found.length).toBeGreaterThan(0);
      for (const message of found) expect(message).toContain(path);
    },
  );

  test.each(FILES.filter((file) => file.endsWith('.json') && !file.includes('vocab')))(
    '%s that nests 100,000 deep is refused by name',
    (file) => {
      const path = join(folder, file);
      writeFileSync(path, `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`);
      const found = refusals();
      expect(found.length).toBeGreaterThan(0);
      for (const message of found) expect(message).toContain(path);
    },
  );

  test('a component that is a file is refused by name', () => {
    rmSync(join(folder, 'vae'), { recursive: true });
    writeFileSync(join(folder, 'vae'), '');
    expect(refusals()[0]).toContain(join(folder, 'vae'));
  });
});

describe('weights', () => {
  const path = join(folder, 'unet', 'diffusion_pytorch_model.safetensors');

  /** A sparse file that announces one tensor. */
  function announce(shape: number[], target = path): void {
    const bytes = 4 * shape.reduce((product, extent) => product * extent, 1);
    const header = safetensorsBytes({ w: { dtype: 'F32', shape, data_offsets: [0, bytes] } }, new Uint8Array(0));
    writeFileSync(target, header);
    truncateSync(target, header.length + bytes);
  }

  test.each([[[65_536, 1_048_576]], [[1, 2 ** 36]], [[2 ** 36]]])('of 256 GB (%j) are refused in words', (shape) => {
    announce(shape);
    const file = new SafetensorsFile(path);
    const refusal = { code: 'bad-model', message: expect.stringMatching(/274\.9 GB as float32/) };
    expect(() => file.read('w')).toThrow(expect.objectContaining(refusal));
    if (shape[0]! < 2 ** 16) {
      expect(() => file.sample('w', shape.length === 1 ? 2 ** 36 : 1)).toThrow(expect.objectContaining(refusal));
    }
    file.close();
    expect(() => loadModel(folder)).toThrow(expect.objectContaining({ code: 'bad-model' }));
    expect(() => sketchModel(folder)).toThrow(expect.objectContaining({ code: 'bad-model' }));
  });

  test('of more than the memory in all are refused before any is read', () => {
    announce([2 ** 36]);
    expect(() => loadModel(folder)).toThrow(/diffusion_pytorch_model.safetensors would take 274\.9 GB/);
  });

  test('whose header is far longer than any are refused', () => {
    writeFileSync(path, safetensorsBytes(`{"__metadata__":{"a":"${'x'.repeat(2e7)}"}}`, new Uint8Array(0)));
    expect(() => modelSummary(folder)).toThrow(/far longer than that of any model/);
  });
});

test.each([
  ['unet/config.json', { block_out_channels: [1e9, 1e9] }, /block_out_channels/],
  ['unet/config.json', { layers_per_block: 1e6 }, /layers_per_block/],
  ['unet/config.json', { sample_size: [1e15, 1] }, /sample_size/],
  ['unet/config.json', { block_out_channels: Array(1e5).fill(32) }, /block_out_channels/],
  ['unet/config.json', { time_embedding_type: 'x'.repeat(1e6) }, /time_embedding_type/],
  ['unet/config.json', { norm_eps: 1e308 }, /norm_eps/],
  ['vae/config.json', { latent_channels: 1e9 }, /latent_channels/],
  ['vae/config.json', { scaling_factor: 1e-320 }, /scaling_factor/],
  ['text_encoder/config.json', { num_hidden_layers: 1e6 }, /num_hidden_layers/],
  ['text_encoder/config.json', { vocab_size: 1e12 }, /vocab_size/],
  ['text_encoder/config.json', { max_position_embeddings: 1e9 }, /max_position_embeddings/],
  ['scheduler/scheduler_config.json', { num_train_timesteps: 1e12 }, /num_train_timesteps/],
])('%s with %j is refused by its field', (file, fields, field) => {
  edit(file, (json) => Object.assign(json, fields));
  const found = refusals();
  expect(found[0]).toMatch(field);
  for (const message of found) expect(message.length).toBeLessThan(2500);
});

test('a tokenizer of hundreds of thousands of tokens does not overflow the stack', () => {
  edit('tokenizer/tokenizer.json', (json) => {
    const { vocab } = (json as { model: { vocab: Record<string, number> } }).model;
    for (let i = 0; i < 150_000; i++) vocab[`token ${i}`] = 1000 + i;
  });
  expect(() => loadModel(folder)).toThrow(/ids up to 150999/);
});

test.each(['..', '.', '/', '../model', 'C:\\x', 'NUL', 'model/', './model', 'model\0', 'x'.repeat(5000)])(
  'a base named %j is no model',
  (base) => {
    const variant = join(scratch, 'variant');
    cpSync(fixture('networks/variant'), variant, { recursive: true });
    writeFileSync(join(variant, 'ohmbrush.json'), JSON.stringify({ base }));
    expect(() => openModelFolder(variant)).toThrow(OhmbrushError);
    writeFileSync(join(variant, 'ohmbrush.json'), JSON.stringify({ base: 'model' }));
    expect(openModelFolder(variant).base?.path).toBe(folder);
  },
);
