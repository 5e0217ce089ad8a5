import { OhmbrushError } from '../../shared/errors.ts';

/** Seconds that the look into one model folder may take; it reads a few small files. */
export const LOOK_SECONDS = 10;

/**
 * What a look into a folder found, unless it takes too long: the folder may be on a drive that is gone.
 *
 * @throws OhmbrushError 'too-much', or what the look throws
 */
export async function inTime<T>(look: Promise<T>, folder: string, seconds = LOOK_SECONDS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new OhmbrushError('models-folder-slow', { folder }));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([look, late]);
  } finally {
    clearTimeout(timer);
  }
}
