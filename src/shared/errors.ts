import { cutText } from './cut-text.ts';

/**
 * Kinds of failure, in terms that the caller can act on. The CLI maps `usage` to exit code 2 and every other code to 1.
 */
export const ERROR_CODES = [
  'usage',
  'not-found',
  'bad-file',
  'bad-model',
  'bad-chip',
  'bad-plan',
  'bad-size',
  'too-much',
  'unwritable',
  'unavailable',
  'cancelled',
  'library-in-use',
  'library-too-new',
  'bad-library',
  'conflict',
  'engine-died',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Maximum characters of an error's sentence, because text quoted from a stranger's file may have any length. */
const MOST_SENTENCE = 2000;

/**
 * The one error type that crosses a boundary (CLI, engine process, files).
 *
 * @param code which kind of failure
 * @param what what happened and why, one sentence without a final full stop
 * @param todo what the user can do about it, one sentence without a final full stop
 */
export class OhmbrushError extends Error {
  readonly code: ErrorCode;
  readonly todo: string;

  constructor(code: ErrorCode, what: string, todo: string, options?: { cause?: unknown }) {
    super(cutText(what, MOST_SENTENCE), options);
    this.name = 'OhmbrushError';
    this.code = code;
    this.todo = cutText(todo, MOST_SENTENCE);
  }

  /** One line: what, why and what to do. */
  get line(): string {
    return `${this.message}. ${this.todo}.`;
  }
}

/** An abort requested by the user or the host. */
export function cancelled(): OhmbrushError {
  return new OhmbrushError('cancelled', 'the run was cancelled', 'Start it again when you like');
}
