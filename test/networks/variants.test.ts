import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { withLowRank } from '../../src/worker/model-files/low-rank.ts';
import { openModelFolder } from '../../src/worker/model-files/model-folder.ts';
import { SafetensorsFile } from '../../src/worker/model-files/safetensors.ts';
import { hashModel, modelStamp } from '../../src/worker/model-files/weights-file.ts';
import { loadModel } from '../../src/worker/models/load-model.ts';
import { modelSummary } from '../../src/worker/models/model-summary.ts';
import { channelsLast, fixture, readGolden, relativeError } from '../golden/read-golden.ts';
import { exactCompute } from './exact-compute.ts';
import { writeTensors } from './write-safetensors.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ohmbrush-variant-'));
const base = join(scratch, 'model');
const variant = join(scratch, 'variant');
const changes = join(variant, 'unet', 'pytorch_lora_weights.safetensors');

beforeEach(() => {
  for (const folder of [base, variant]) rmSync(folder, { recursive: true, force: true });
  cpSync(fixture('networks/model'), base, { recursive: true });
  cpSync(fixture('networks/variant'), variant, { recursive: true });
});
afterAll(() => rmSync(scratch, { recursive: true }));

type Tensors = Record<string, { shape: readonly number[]; data: Float32Array }>;

function editChanges(edit: (tensors: Tensors) => void): void {
  const file = new SafetensorsFile(changes);
  const tensors: Tensors = Object.fromEntries([...file.entries.keys()].map((name) => [name, file.read(name)]));
  file.close();
  edit(tensors);
  writeTensors(changes, tensors);
}

function writeCard(card: object, folder = variant): void {
  writeFileSync(join(folder, 'ohmbrush.json'), JSON.stringify(card));
}

const error = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe('a variant', () => {
  it('answers as PEFT does: low-rank changes of linear layers and convolutions', () => {
    const { unet } = loadModel(variant);
    const { sample, timestep, context, pooled } = readGolden('networks/unet-flow.safetensors');
    const { output } = readGolden('networks/unet-variant.safetensors');
    const answer = unet.predict(exactCompute, {
      latents: channelsLast(sample!),
      timestep: timestep!.data[0]!,
      context: context!,
      pooled: pooled!,
    });
    expect(relativeError(answer, channelsLast(output!))).toBeLessThan(2e-5);
  });

  it('takes everything else from its base', () => {
    const own = loadModel(variant);
    const whole = loadModel(base);
    expect(own.textEncoder.layers).toEqual(whole.textEncoder.layers);
    expect(own.autoencoder.decoderLayers).toEqual(whole.autoencoder.decoderLayers);
    expect(own.tokenizer.encode('a red apple')).toEqual(whole.tokenizer.encode('a red apple'));
    expect(own.schedule).toEqual(whole.schedule);
  });

  it('has its own name and recommendations, and those of its base where it says nothing', () => {
    writeCard({ name: 'Whole', guidance: 2.5, sampler: 'ddim' }, base);
    expect(modelSummary(variant)).toEqual({
      ...modelSummary(base),
      name: 'Tiny variant',
      base: 'model',
      steps: 4,
      guidance: 1,
      sampler: 'ddim',
    });
    writeCard({ base: 'model' });
    expect(modelSummary(variant)).toMatchObject({ name: 'variant', steps: 20, guidance: 2.5 });
  });

  it('may bring a whole component', () => {
    cpSync(fixture('networks/rgb/vae'), join(variant, 'vae'), { recursive: true });
    expect(modelSummary(variant).imageChannels).toBe(3);
    expect(modelSummary(base).imageChannels).toBe(4);
  });

  it('may be one of a built-in model', () => {
    writeCard({ base: 'sticker' });
    expect(modelSummary(variant)).toMatchObject({ base: 'sticker', parameters: expect.any(Number) });
    // A model beside it comes first.
    cpSync(base, join(scratch, 'sticker'), { recursive: true });
    expect(modelSummary(variant).parameters).toBe(modelSummary(base).parameters);
    rmSync(join(scratch, 'sticker'), { recursive: true });
  });

  it.each(['guidanceParallel', 'guidanceStop'] as const)(
    'is guided as its base is, unless its own maker says, and its hash follows: %s',
    (field) => {
      const [plain, stamp] = [hashModel(variant), modelStamp(variant)];
      writeCard({ [field]: 0.25 }, base);
      expect(loadModel(variant)[field]).toBe(0.25);
      const otherwise = hashModel(variant);
      expect(otherwise).not.toBe(plain);
      expect(modelStamp(variant)).not.toBe(stamp);
      writeCard({ base: 'model', [field]: 1 });
      expect(loadModel(variant)[field]).toBe(1);
      expect(hashModel(variant)).toBe(plain);
      writeCard({ base: 'model', [field]: 2 });
      expect(() => loadModel(variant)).toThrow(error('bad-model', new RegExp(field)));
    },
  );

  it('has a hash that follows its changes and its base', () => {
    const whole = hashModel(base);
    const before = hashModel(variant);
    expect(before).not.toBe(whole);
    editChanges((tensors) => {
      tensors['unet.conv_in.lora_A.weight']!.data[0]! += 1;
    });
    const changed = hashModel(variant);
    expect(changed).not.toBe(before);
    const stamp = modelStamp(variant);
    const scheduler = join(base, 'scheduler', 'scheduler_config.json');
    writeFileSync(scheduler, readFileSync(scheduler, 'utf8').replace('1.5', '2.5'));
    expect(hashModel(variant)).not.toBe(changed);
    unlinkSync(changes);
    cpSync(fixture('networks/variant'), variant, { recursive: true });
    expect(modelStamp(variant)).not.toBe(stamp);
  });
});

describe('a variant that cannot be used', () => {
  it('has no base', () => {
    rmSync(base, { recursive: true });
    expect(() => loadModel(variant)).toThrow(error('not-found', /is a variant of 'model', and there is no such model/));
  });

  it('is one of a variant', () => {
    cpSync(variant, join(scratch, 'second'), { recursive: true });
    writeCard({ base: 'variant' }, join(scratch, 'second'));
    expect(() => loadModel(join(scratch, 'second'))).toThrow(
      error('bad-model', /names 'variant' as its base, which is a variant of 'model' itself/),
    );
    writeCard({ base: 'variant' });
    expect(() => loadModel(variant)).toThrow(error('bad-model', /which is a variant of 'variant' itself/));
  });

  it.each(['../model', 'a/model', 'a\\model', '..', '.'])("names its base by a path, '%s'", (path) => {
    writeCard({ base: path });
    expect(() => loadModel(variant)).toThrow(error('bad-model', /as its base, which is a path/));
  });

  it('changes nothing', () => {
    unlinkSync(changes);
    expect(() => openModelFolder(variant)).toThrow(error('bad-model', /is a variant that changes nothing/));
  });

  it('says neither what it is nor what it is a variant of', () => {
    writeCard({ name: 'Nothing' });
    expect(() => loadModel(variant)).toThrow(error('bad-model', /neither model_index\.json nor an ohmbrush\.json/));
  });

  it('has a base that is no model', () => {
    mkdirSync(join(scratch, 'notes'), { recursive: true });
    writeCard({ base: 'notes' });
    expect(() => loadModel(variant)).toThrow(error('bad-model', /neither model_index\.json nor an ohmbrush\.json/));
  });
});

describe('low-rank changes that do not fit are refused by name', () => {
  const move = (from: string, to: string) => (tensors: Tensors) => {
    tensors[to] = tensors[from]!;
    delete tensors[from];
  };
  const reshape = (name: string, shape: number[]) => (tensors: Tensors) => {
    tensors[name] = { shape, data: new Float32Array(shape.reduce((product, extent) => product * extent, 1)) };
  };
  const cases: [what: string, edit: (tensors: Tensors) => void, message: RegExp][] = [
    [
      'half a pair',
      (tensors) => delete tensors['unet.conv_in.lora_B.weight'],
      /unet\.conv_in\.lora_A\.weight lacks unet\.conv_in\.lora_B\.weight/,
    ],
    [
      'the other half',
      (tensors) => delete tensors['unet.conv_in.lora_A.weight'],
      /unet\.conv_in\.lora_B\.weight lacks unet\.conv_in\.lora_A\.weight/,
    ],
    [
      'another component',
      move('unet.conv_in.lora_A.weight', 'text_encoder.conv_in.lora_A.weight'),
      /text_encoder\.conv_in\.lora_A\.weight is no low-rank change of the UNet/,
    ],
    ['a scale of their own', reshape('unet.conv_in.alpha', [1]), /unet\.conv_in\.alpha is no low-rank change/],
    [
      'a layer that is not there',
      (tensors) => {
        move('unet.conv_in.lora_A.weight', 'unet.conv_up.lora_A.weight')(tensors);
        move('unet.conv_in.lora_B.weight', 'unet.conv_up.lora_B.weight')(tensors);
      },
      /the network has no layer conv_up/,
    ],
    [
      'a norm',
      (tensors) => {
        move('unet.conv_in.lora_A.weight', 'unet.conv_norm_out.lora_A.weight')(tensors);
        move('unet.conv_in.lora_B.weight', 'unet.conv_norm_out.lora_B.weight')(tensors);
      },
      /conv_norm_out is no linear or convolutional layer/,
    ],
    [
      'another width',
      reshape('unet.time_embedding.linear_1.lora_A.weight', [3, 9]),
      /unet\.time_embedding\.linear_1\.lora_A\.weight is 3x9 where the network needs 3x8/,
    ],
    [
      'two ranks',
      reshape('unet.conv_in.lora_B.weight', [8, 2, 1, 1]),
      /unet\.conv_in\.lora_B\.weight is 8x2x1x1 where the network needs 8x3x1x1/,
    ],
  ];
  it.each(cases)('%s', (_, edit, message) => {
    editChanges(edit);
    expect(() => loadModel(variant)).toThrow(error('bad-model', message));
  });
});

it('a sample of changed weights is rows of the changed weights', () => {
  const weights = withLowRank(
    new SafetensorsFile(join(base, 'unet', 'diffusion_pytorch_model.safetensors')),
    new SafetensorsFile(changes),
  );
  const name = 'time_embedding.linear_1.weight';
  const whole = weights.read(name);
  const some = weights.sample(name, 5 * 8);
  weights.close();
  expect([whole.shape, some.shape]).toEqual([
    [32, 8],
    [5, 8],
  ]);
  const rows = [0, 6, 12, 19, 25].map((row) => [...whole.data.subarray(row * 8, (row + 1) * 8)]);
  expect([...some.data]).toEqual(rows.flat());
});
