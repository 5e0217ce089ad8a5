import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { OhmbrushError } from '../../shared/errors.ts';
import { parseConfig, readModelJson } from '../model-files/parse-config.ts';
import { MOST_TOKENIZER_BYTES, readSmallFile } from '../model-files/regular-file.ts';
import type { TextEncoderConfig } from '../model-files/text-encoder-config.ts';
import { clipTokenizerJson } from './clip-tokenizer-json.ts';

/** Prompts to token ids of exactly the text encoder's length. */
export class PromptTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #length: number;
  readonly #padId: number;

  constructor(tokenizer: Tokenizer, length: number, padId: number) {
    this.#tokenizer = tokenizer;
    this.#length = length;
    this.#padId = padId;
  }

  /** Start token, words, end token, padding. A prompt that is too long loses its last words; the end token stays. */
  encode(prompt: string): Int32Array {
    const { ids } = this.#tokenizer.encode(prompt);
    const kept = ids.length > this.#length ? [...ids.slice(0, this.#length - 1), ids[ids.length - 1]!] : ids;
    const padded = new Int32Array(this.#length).fill(this.#padId);
    padded.set(kept);
    return padded;
  }
}

/** A special token is given as its text, or as an object with it. */
const tokenSchema = z.union([z.string(), z.looseObject({ content: z.string() }).transform((token) => token.content)]);
const specialTokensSchema = z.looseObject({ pad_token: tokenSchema.nullish() });

/**
 * Reads tokenizer.json, or, in Stable Diffusion 1.x folders that have none, CLIP's vocab.json and merges.txt.
 *
 * @param folder the model's tokenizer folder
 * @throws OhmbrushError 'bad-model'
 */
export function loadTokenizer(folder: string, textEncoder: TextEncoderConfig): PromptTokenizer {
  const configFile = join(folder, 'tokenizer_config.json');
  const config = existsSync(configFile) ? readModelJson(configFile) : {};
  const tokenizer = createTokenizer(folder, config);
  let largest = -1;
  for (const id of tokenizer.get_vocab().values()) largest = Math.max(largest, id);
  if (largest >= textEncoder.vocab_size) {
    throw new OhmbrushError('tokenizer-misfit', { folder, largest, known: textEncoder.vocab_size });
  }
  const length = textEncoder.max_position_embeddings;
  return new PromptTokenizer(tokenizer, length, padIdOf(folder, config, configFile, tokenizer, textEncoder));
}

function createTokenizer(folder: string, config: unknown): Tokenizer {
  const whole = join(folder, 'tokenizer.json');
  const vocabulary = join(folder, 'vocab.json');
  const merges = join(folder, 'merges.txt');
  if (!existsSync(whole) && !(existsSync(vocabulary) && existsSync(merges))) {
    throw new OhmbrushError('tokenizer-missing', { folder });
  }
  const json = existsSync(whole)
    ? readModelJson(whole, MOST_TOKENIZER_BYTES)
    : clipTokenizerJson(
        readModelJson(vocabulary, MOST_TOKENIZER_BYTES),
        readSmallFile(merges, MOST_TOKENIZER_BYTES),
        vocabulary,
      );
  try {
    return new Tokenizer(json as object, config as object);
  } catch (cause) {
    throw new OhmbrushError(
      'tokenizer-unusable',
      { folder, why: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  }
}

/** What the tokenizer's files name as padding, else what the text encoder does, else the end token as CLIP uses. */
function padIdOf(
  folder: string,
  config: unknown,
  configFile: string,
  tokenizer: Tokenizer,
  textEncoder: TextEncoderConfig,
): number {
  const mapFile = join(folder, 'special_tokens_map.json');
  const map = existsSync(mapFile) ? readModelJson(mapFile) : {};
  const token =
    parseConfig(specialTokensSchema, config, configFile).pad_token ??
    parseConfig(specialTokensSchema, map, mapFile).pad_token;
  const id = token == null ? undefined : tokenizer.token_to_id(token);
  return id ?? textEncoder.pad_token_id ?? textEncoder.eos_token_id;
}
