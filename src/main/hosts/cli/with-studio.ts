import { createStudio, type Studio } from '../../studio.ts';
import { cacheFolder } from './cache-folder.ts';
import { withCancel } from './with-cancel.ts';

/** Runs `body` with a studio and closes it after; Ctrl-C as in withCancel. */
export function withStudio<T>(body: (studio: Studio, signal: AbortSignal) => Promise<T>): Promise<T> {
  return withCancel(async (signal) => {
    const studio = createStudio({ cacheFolder: cacheFolder() });
    try {
      return await body(studio, signal);
    } finally {
      await studio.close();
    }
  });
}
