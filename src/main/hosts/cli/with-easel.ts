import { createEasel, type Easel } from '../../easel.ts';
import { cacheFolder } from '../../folders.ts';
import { withCancel } from './with-cancel.ts';

/** Runs `body` with a easel and closes it after; Ctrl-C as in withCancel. */
export function withEasel<T>(body: (easel: Easel, signal: AbortSignal) => Promise<T>): Promise<T> {
  return withCancel(async (signal) => {
    const easel = createEasel({ cacheFolder: cacheFolder() });
    try {
      return await body(easel, signal);
    } finally {
      await easel.close();
    }
  });
}
