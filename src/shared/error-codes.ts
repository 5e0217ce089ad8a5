/** What kind of failure: what callers act on. The CLI maps `usage` to exit code 2 and every other code to 1. */
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
