import { z } from 'zod';
import { cutText } from './cut-text.ts';
import type { ErrorCode } from './error-codes.ts';
import type { en } from './locales/en.ts';

/** A refusal by its key: its words are in every language's file, under `refusals`. */
export type RefusalKey = keyof (typeof en)['refusals'];

/** A part of a sentence that is worded in its language, too: under `phrases`. */
export type PhraseKey = keyof (typeof en)['phrases'];

/**
 * What is put into a sentence: a text that stays as it is (a file name, an id, what another program said), a number, a
 * phrase, another refusal's `what`, or a list of them.
 */
export type Value = string | number | Phrase | Refusal | readonly Value[];

export interface Phrase {
  readonly phrase: string;
  readonly values: Values;
}

/** A refusal as it travels. The key may be one that this version does not know. */
export interface Refusal {
  readonly key: string;
  readonly values: Values;
}

export type Values = Readonly<Record<string, Value>>;

/** The names in a text's braces. */
type Placeholders<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholders<Rest> : never;

type RefusalTexts<Key extends RefusalKey> = (typeof en)['refusals'][Key];
export type ValuesOf<Key extends RefusalKey> = {
  readonly [Name in Placeholders<RefusalTexts<Key>[keyof RefusalTexts<Key>]>]: Value;
};

/** A phrase with its values, as the English text names them. */
export function phrase<Key extends PhraseKey>(
  key: Key,
  ...[values]: Placeholders<(typeof en)['phrases'][Key]> extends never
    ? []
    : [values: { readonly [Name in Placeholders<(typeof en)['phrases'][Key]>]: Value }]
): Phrase {
  return { phrase: key, values: values ?? {} };
}

/** Characters of a text that is put into a sentence: what it quotes of a stranger's file may be of any length. */
const MOST_VALUE = 1000;
const MOST_LISTED = 100;
const MOST_DEPTH = 4;

/** The values as they travel and are kept: texts and lists cut to what a sentence can show. */
export function boundedValues(values: Values): Values {
  return boundedAll(values, MOST_DEPTH);
}

export function boundedValue(value: Value): Value {
  return bounded(value, MOST_DEPTH);
}

function boundedAll(values: Values, depth: number): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, bounded(value, depth)]));
}

function bounded(value: Value, depth: number): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return cutText(value, MOST_VALUE);
  if (depth === 0) return '';
  if (isList(value)) return value.slice(0, MOST_LISTED).map((each) => bounded(each, depth - 1));
  return { ...value, values: boundedAll(value.values, depth - 1) };
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

const name = z.string().max(80);

export const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.string().max(MOST_VALUE),
    z.number(),
    z.array(valueSchema).max(MOST_LISTED),
    z.strictObject({ phrase: name, values: z.record(name, valueSchema) }),
    refusalSchema,
  ]),
);

export const refusalSchema: z.ZodType<Refusal> = z.lazy(() =>
  z.strictObject({ key: name, values: z.record(name, valueSchema) }),
);

/** What kind of failure each refusal is. */
export const CODE_OF = {
  'measuring-died': 'engine-died',
  'chip-unknown': 'not-found',
  'precision-unknown': 'usage',
  'flag-invalid': 'usage',
  usage: 'usage',
  'backup-unwritable': 'unwritable',
  'library-in-use': 'library-in-use',
  'database-disk-full': 'unwritable',
  'database-unreachable': 'unwritable',
  'database-damaged': 'bad-library',
  'library-too-new': 'library-too-new',
  'migration-failed': 'bad-library',
  'library-folder-unwritable': 'unwritable',
  'database-foreign': 'bad-library',
  'library-not-itself': 'unavailable',
  'engine-ended': 'engine-died',
  'studio-closing': 'unavailable',
  'export-empty': 'not-found',
  'export-gone': 'not-found',
  'exported-file-damaged': 'bad-file',
  'enlarged-too-far': 'bad-size',
  'exported-file-unreadable': 'bad-file',
  'exported-file-missing': 'not-found',
  'zip-too-large': 'bad-size',
  'not-a-png': 'bad-file',
  'png-damaged': 'bad-file',
  'no-recipe': 'bad-file',
  'json-missing': 'not-found',
  'json-not-a-file': 'bad-file',
  'json-too-large': 'bad-file',
  'json-unreadable': 'not-found',
  'json-malformed': 'bad-file',
  'write-to-folder': 'unwritable',
  'write-to-special': 'unwritable',
  'write-protected': 'unwritable',
  'file-unwritable': 'unwritable',
  'from-with-flags': 'usage',
  'picture-file-missing': 'not-found',
  'picture-file-special': 'not-found',
  'picture-file-too-large': 'bad-file',
  'picture-file-unreadable': 'bad-file',
  'no-prompt': 'usage',
  'no-backup': 'not-found',
  'no-library': 'not-found',
  'no-model-installed': 'not-found',
  'text-too-long': 'usage',
  'screens-not-built': 'unavailable',
  'port-in-use': 'conflict',
  'port-unavailable': 'unavailable',
  'board-name-taken': 'conflict',
  'board-unknown': 'not-found',
  'library-moved': 'unavailable',
  'picture-unknown': 'not-found',
  'chip-ships': 'conflict',
  'chip-unread': 'conflict',
  'kept-file-link': 'not-found',
  'kept-file-unreadable': 'not-found',
  'kept-file-damaged': 'bad-file',
  'not-a-hash': 'bad-library',
  'import-too-large': 'bad-file',
  'pixels-damaged': 'bad-file',
  'decoding-too-slow': 'too-much',
  'backup-unknown': 'not-found',
  'backup-damaged': 'bad-library',
  'database-irreplaceable': 'unwritable',
  'setting-too-new': 'conflict',
  'found-file-unreadable': 'bad-file',
  'library-busy': 'conflict',
  'studio-being-closed': 'unavailable',
  'library-opening': 'unavailable',
  'export-spent': 'not-found',
  'not-in-library': 'not-found',
  'address-unknown': 'not-found',
  'file-name-unencoded': 'usage',
  'upload-too-large': 'bad-file',
  'imports-too-many': 'unavailable',
  'models-folder-slow': 'too-much',
  'model-unknown': 'not-found',
  'model-is-pickle': 'bad-model',
  'model-is-file': 'bad-model',
  'not-a-model': 'bad-model',
  'models-folder-unlisted': 'not-found',
  'job-unknown': 'not-found',
  'job-not-waiting': 'conflict',
  'job-target-gone': 'conflict',
  'engine-hung': 'engine-died',
  'picture-not-saved': 'unwritable',
  'sweep-unknown': 'not-found',
  'input-invalid': 'usage',
  'task-too-much': 'too-much',
  unexpected: 'internal',
  'chip-file-too-large': 'bad-chip',
  'chip-file-not-json': 'bad-chip',
  'chip-invalid': 'bad-chip',
  'plan-invalid': 'bad-plan',
  'cache-unwritable': 'unwritable',
  'drifted-away': 'bad-chip',
  'compared-sizes-differ': 'bad-size',
  'compared-too-small': 'bad-size',
  'backend-unknown': 'unavailable',
  'wasm-out-of-memory': 'unavailable',
  'wasm-other-version': 'unavailable',
  'kernel-thread-ended': 'engine-died',
  'memory-too-small': 'bad-model',
  'low-rank-misfit': 'bad-model',
  'model-folder-missing': 'not-found',
  'base-is-variant': 'bad-model',
  'variant-empty': 'bad-model',
  'card-invalid': 'bad-model',
  'base-is-path': 'bad-model',
  'base-missing': 'not-found',
  'config-not-json': 'bad-model',
  'config-unsupported': 'bad-model',
  'model-file-special': 'bad-model',
  'model-file-too-large': 'bad-model',
  'model-file-unreadable': 'bad-model',
  'tensor-missing': 'bad-model',
  'tensor-type': 'bad-model',
  'tensor-memory': 'bad-model',
  'safetensors-damaged': 'bad-file',
  'weights-are-pickle': 'bad-model',
  'tensor-not-finite': 'bad-model',
  'weights-misfit': 'bad-model',
  'weights-sharded': 'bad-model',
  'weights-missing': 'bad-model',
  'model-folder-unreadable': 'bad-model',
  'config-too-large': 'bad-model',
  'no-model-index': 'bad-model',
  'component-missing': 'bad-model',
  'component-unsupported': 'bad-model',
  'components-misfit': 'bad-model',
  'out-of-memory': 'too-much',
  'size-impossible': 'bad-size',
  'weights-differ': 'bad-model',
  'chip-unusable': 'bad-chip',
  'plan-unusable': 'bad-plan',
  'steps-impossible': 'usage',
  'tokenizer-misfit': 'bad-model',
  'tokenizer-missing': 'bad-model',
  'tokenizer-unusable': 'bad-model',
  cancelled: 'cancelled',
  'folder-unknown': 'not-found',
  'job-done': 'conflict',
  'job-waiting': 'conflict',
  'weight-not-finite': 'bad-model',
  'input-not-finite': 'bad-model',
  'native-missing': 'unavailable',
  'backend-missing': 'unavailable',
  'import-unreadable': 'bad-file',
  'import-damaged': 'bad-file',
  'import-undecodable': 'bad-file',
  'import-too-many-pixels': 'bad-file',
  'export-broke': 'unavailable',
  'kept-in-future': 'bad-file',
  'kept-unreadable': 'bad-file',
  'reason-unreadable': 'internal',
  'engine-failed': 'internal',
} as const satisfies Record<RefusalKey, ErrorCode>;

export function isRefusalKey(key: string): key is RefusalKey {
  return Object.hasOwn(CODE_OF, key);
}
