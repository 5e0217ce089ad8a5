import { OhmbrushError } from '../../shared/errors.ts';

/** How V8 (array buffers, typed arrays, WebAssembly memories) and native/addon.cpp say that there is no memory. */
const SHORTAGES = [
  /^Array buffer allocation failed/,
  /^Invalid array buffer length/,
  /^Invalid typed array length: \d{9,}/,
  /^WebAssembly\.Memory.*could not allocate/,
  /^native kernels: no (working )?memory/,
];

/** An error as it is, or, where memory was short, one that says so. */
export function explainShortage(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const outgrown = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!outgrown && !SHORTAGES.some((shortage) => shortage.test(error.message))) return error;
  return new OhmbrushError('out-of-memory', {}, { cause: error });
}
