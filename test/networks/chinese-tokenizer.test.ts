import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { textEncoderConfigSchema } from '../../src/worker/model-files/text-encoder-config.ts';
import { loadTokenizer } from '../../src/worker/tokenizer/tokenizer.ts';
import { fixture } from '../golden/read-golden.ts';

const tokenizer = loadTokenizer(
  fixture('networks/chinese-tokenizer'),
  textEncoderConfigSchema.parse({ max_position_embeddings: 24, vocab_size: 100 }),
);

it('gives the ids of the Python library for Chinese, English and mixed prompts', () => {
  const golden: { prompt: string; ids: number[] }[] = JSON.parse(
    readFileSync(fixture('networks/chinese-tokenizer-ids.json'), 'utf8'),
  );
  expect(golden.length).toBeGreaterThan(40);
  expect(golden.map(({ prompt }) => ({ prompt, ids: [...tokenizer.encode(prompt)] }))).toEqual(golden);
});

it('reads Chinese words the same with and without spaces and full-width signs', () => {
  const ids = [...tokenizer.encode('红苹果，3D风格')];
  expect([...tokenizer.encode('红 苹果 , 3d 风格')]).toEqual(ids);
  expect([...tokenizer.encode('红苹果,３Ｄ风格')]).toEqual(ids);
});

it('keeps the neighbours of an unknown character', () => {
  const known = [...tokenizer.encode('可爱小狗')];
  const spoilt = [...tokenizer.encode('可爱龘小狗')];
  expect(spoilt.filter((id) => id !== 1).slice(0, 4)).toEqual(known.slice(0, 4));
  expect(spoilt.filter((id) => id === 1)).toHaveLength(1);
});
