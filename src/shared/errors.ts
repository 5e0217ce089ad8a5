import { cutText } from './cut-text.ts';
import type { ErrorCode } from './error-codes.ts';
import { DEFAULT_LANGUAGE } from './locales/index.ts';
import { wordRefusal } from './locales/word-refusal.ts';
import { boundedValues, CODE_OF, isRefusalKey, type Refusal, type RefusalKey, type ValuesOf } from './refusals.ts';
import type { ToldError } from './told-error.ts';

/** Characters of an error's sentence. */
const MOST_SENTENCE = 2000;

interface Options {
  readonly cause?: unknown;
  /** Where one refusal is of several kinds: instead of its own code. */
  readonly code?: ErrorCode;
}

/**
 * The one error type that crosses a boundary (CLI, engine process, files): what happened, as a key with values, which
 * every screen words in its own language. `message` and `todo` are its words on the command line and in logs.
 */
export class OhmbrushError<Key extends RefusalKey = RefusalKey> extends Error {
  readonly code: ErrorCode;
  /** What happened, to be worded in any language. */
  readonly what: Refusal;
  /** What the user can do about it, one sentence without a final full stop. */
  readonly todo: string;

  /**
   * @param key which refusal: `refusals` in shared/locales has its words
   * @param values what the braces of those words stand for
   */
  constructor(key: Key, values: ValuesOf<Key>, { code, ...options }: Options = {}) {
    const kept = boundedValues(values);
    const { what, todo } = wordRefusal({ key, values: kept }, DEFAULT_LANGUAGE);
    super(cutText(what, MOST_SENTENCE), options);
    this.name = 'OhmbrushError';
    this.code = code ?? CODE_OF[key];
    this.what = { key, values: kept };
    this.todo = cutText(todo, MOST_SENTENCE);
  }

  /** As it travels and is kept. */
  get told(): ToldError {
    const { code, message, todo, what } = this;
    return { code, message, todo, refusal: what };
  }

  /** One line: what, why and what to do. */
  get line(): string {
    return `${this.message}. ${this.todo}.`;
  }
}

/** The error that a process or thread of this version told. @throws RangeError for a refusal that this version lacks */
export function errorFrom({ code, refusal }: ToldError): OhmbrushError {
  if (!refusal || !isRefusalKey(refusal.key)) throw new RangeError(`no refusal '${refusal?.key}'`);
  return new OhmbrushError(refusal.key, refusal.values as ValuesOf<RefusalKey>, { code });
}

/** An abort that a user or a host asked for. */
export function cancelled(): OhmbrushError {
  return new OhmbrushError('cancelled', {});
}
