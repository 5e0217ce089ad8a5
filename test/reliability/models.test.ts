import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sketchModel } from '../../src/worker/estimate/sketch-model.ts';
import { SafetensorsFile } from '../../src/worker/model-files/safetensors.ts';
import { modelSummary } from '../../src/worker/models/model-summary.ts';
import { fixture } from '../golden/read-golden.ts';
import { safetensorsBytes, writeTensors } from '../networks/write-safetensors.ts';
import { damaged } from './arbitrary-values.ts';
import { orRefused, outcomes } from './refusal.ts';
import { runs } from './runs.ts';
import { group } from './tally.ts';

const models = group('models, weights');
const scratch = mkdtempSync(join(tmpdir(), 'ohmbrush-models-'));
const folder = join(scratch, 'model');
const path = join(scratch, 'weights.safetensors');
beforeAll(() => cpSync(fixture('networks/model'), folder, { recursive: true }));
afterAll(() => rmSync(scratch, { recursive: true }));

const tensor = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }).chain((shape) => {
  const length = shape.reduce((product, extent) => product * extent, 1);
  return fc
    .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: length, maxLength: length })
    .map((values) => ({ shape, data: Float32Array.from(values) }));
});
const names = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((name) => name !== '__proto__' && name !== '__metadata__');
const tensors = fc.dictionary(names, tensor, { maxKeys: 5, noNullPrototype: true });

/** Every tensor of the file, or null where anything is refused. */
function readAll() {
  return models.attempt(() =>
    orRefused(() => {
      const file = new SafetensorsFile(path);
      try {
        return Object.fromEntries([...file.entries.keys()].map((name) => [name, file.read(name)]));
      } finally {
        file.close();
      }
    }),
  );
}

test('any tensors are read as they were written', () => {
  fc.assert(
    fc.property(tensors, (written) => {
      writeTensors(path, written);
      const found = readAll()!;
      expect(Object.keys(found).sort()).toEqual(Object.keys(written).sort());
      for (const [name, { shape, data }] of Object.entries(written)) {
        expect(found[name]!.shape).toEqual(shape);
        expect(Buffer.from(found[name]!.data.buffer).equals(Buffer.from(data.buffer))).toBe(true);
      }
    }),
    runs(100, 1000),
  );
});

test('any weights with flipped bits, cut off or with more behind them are read or refused in words', () => {
  const { counts, add } = outcomes();
  const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 6 });
  fc.assert(
    fc.property(tensors, flips, fc.integer({ min: -40, max: 40 }), (written, flips, longer) => {
      writeTensors(path, written);
      const bytes = readFileSync(path);
      for (const [at, by] of flips) bytes[at % bytes.length]! ^= by;
      writeFileSync(
        path,
        longer > 0 ? Buffer.concat([bytes, Buffer.alloc(longer)]) : bytes.subarray(0, bytes.length + longer),
      );
      add(readAll());
    }),
    runs(300, 2000),
  );
  expect(counts.refused).toBeGreaterThan(100);
});

test('any header of which a part is wrong is read or refused in words', () => {
  const { counts, add } = outcomes();
  const header = fc.constant({
    __metadata__: { format: 'pt' },
    a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    b: { dtype: 'F16', shape: [4], data_offsets: [24, 32] },
  });
  fc.assert(
    fc.property(damaged(header), (text) => {
      writeFileSync(path, safetensorsBytes(text, new Uint8Array(32)));
      add(readAll());
    }),
    runs(150, 1000),
  );
  expect(counts.refused).toBeGreaterThan(50);
});

const CONFIGS = [
  'model_index.json',
  'text_encoder/config.json',
  'unet/config.json',
  'vae/config.json',
  'scheduler/scheduler_config.json',
  'tokenizer/tokenizer_config.json',
];

test.each(CONFIGS)('any %s of which a part is wrong is read or refused in words', (file) => {
  const { counts, add } = outcomes();
  const config = readFileSync(join(folder, file), 'utf8');
  try {
    fc.assert(
      fc.property(damaged(fc.constant(JSON.parse(config))), (text) => {
        writeFileSync(join(folder, file), text);
        add(models.attempt(() => orRefused(() => modelSummary(folder))));
        add(models.attempt(() => orRefused(() => sketchModel(folder))));
      }),
      runs(30, 200),
    );
  } finally {
    writeFileSync(join(folder, file), config);
  }
  expect(counts.taken + counts.refused).toBeGreaterThan(0);
});
