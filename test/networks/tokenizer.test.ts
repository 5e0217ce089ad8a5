import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { textEncoderConfigSchema } from '../../src/worker/model-files/text-encoder-config.ts';
import { loadTokenizer } from '../../src/worker/tokenizer/tokenizer.ts';
import { fixture } from '../golden/read-golden.ts';

const LENGTH = 12;
const scratch = mkdtempSync(join(tmpdir(), 'ohmbrush-tokenizer-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function textEncoder(fields: object) {
  return textEncoderConfigSchema.parse({ max_position_embeddings: LENGTH, ...fields });
}

describe.each([
  ['tokenizer.json (WordPiece)', 'model/tokenizer', 'model/tokenizer-ids.json', 300],
  ['vocab.json and merges.txt (CLIP)', 'clip-tokenizer', 'clip-tokenizer-ids.json', 49408],
])('%s', (_, folder, expected, vocab_size) => {
  const tokenizer = loadTokenizer(fixture(`networks/${folder}`), textEncoder({ vocab_size }));
  const golden: { prompt: string; ids: number[] }[] = JSON.parse(readFileSync(fixture(`networks/${expected}`), 'utf8'));

  it('gives the ids of the Python libraries for every prompt', () => {
    expect(golden.length).toBeGreaterThan(200);
    const ours = golden.map(({ prompt }) => ({ prompt, ids: [...tokenizer.encode(prompt)] }));
    expect(ours).toEqual(golden);
  });

  it('keeps the end token of a prompt that is too long', () => {
    const short = [...tokenizer.encode('x')];
    const long = [...tokenizer.encode('red apple '.repeat(100))];
    expect(long).toHaveLength(LENGTH);
    expect(long[LENGTH - 1]).toBe(short[2]);
  });
});

it('takes the padding from special_tokens_map.json where tokenizer_config.json names none', () => {
  const folder = join(scratch, 'mapped');
  cpSync(fixture('networks/clip-tokenizer'), folder, { recursive: true });
  writeFileSync(join(folder, 'tokenizer_config.json'), '{}');
  writeFileSync(join(folder, 'special_tokens_map.json'), '{"pad_token": {"content": "!"}}');
  const ids = loadTokenizer(folder, textEncoder({})).encode('');
  const exclamation = JSON.parse(readFileSync(join(folder, 'vocab.json'), 'utf8'))['!'];
  expect([...ids.subarray(2)]).toEqual(Array(LENGTH - 2).fill(exclamation));
});

describe('refusals', () => {
  it('names a tokenizer with more ids than the text encoder has tokens', () => {
    const load = () => loadTokenizer(fixture('networks/model/tokenizer'), textEncoder({ vocab_size: 299 }));
    expect(load).toThrow(/ids up to 299, the text encoder knows 299 tokens/);
  });

  it('says which files are missing', () => {
    expect(() => loadTokenizer(scratch, textEncoder({}))).toThrow(
      /neither tokenizer.json nor vocab.json with merges.txt/,
    );
  });

  it('refuses a tokenizer of an unknown kind', () => {
    const folder = join(scratch, 'unknown');
    cpSync(fixture('networks/model/tokenizer'), folder, { recursive: true });
    const json = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'));
    json.pre_tokenizer.type = 'Telepathy';
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(json));
    expect(() => loadTokenizer(folder, textEncoder({}))).toThrow(expect.objectContaining({ code: 'bad-model' }));
  });
});
