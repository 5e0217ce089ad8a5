import { z } from 'zod';
import { customIssue } from '../../shared/custom-issue.ts';
import { phrase } from '../../shared/refusals.ts';
import { parseConfig } from '../model-files/parse-config.ts';

const START = '<|startoftext|>';
const END = '<|endoftext|>';

const vocabularySchema = z
  .record(z.string(), z.int().min(0))
  .refine(
    (vocabulary) => START in vocabulary && END in vocabulary,
    customIssue(phrase('needs-tokens', { start: START, end: END })),
  );

/**
 * The tokenizer.json of OpenAI's CLIP for a vocabulary: lower case, one space, words cut by CLIP's pattern, byte-level
 * BPE whose words end in '</w>', unknown pieces as the end token.
 *
 * @param vocabulary parsed vocab.json
 * @param merges text of merges.txt: a version line, then one pair a line
 * @param file path of vocab.json, for messages
 * @throws OhmbrushError 'bad-model'
 */
export function clipTokenizerJson(vocabulary: unknown, merges: string, file: string): object {
  const vocab = parseConfig(vocabularySchema, vocabulary, file);
  const special = (content: string) => ({
    id: vocab[content]!,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: true,
    special: true,
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special(START), special(END)],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [END, vocab[END]!],
      cls: [START, vocab[START]!],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: END,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges: merges.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#version')),
    },
  };
}
