import { OhmbrushError } from '../../shared/errors.ts';
import { inTime } from '../../shared/in-time.ts';

/** Seconds that reading one model folder may take; it contains a few small files. */
export const LOOK_SECONDS = 10;

/**
 * The result of reading a folder, with a time limit: the folder may be on a drive that no longer answers.
 *
 * @throws OhmbrushError 'too-much', or what the reading throws
 */
export function lookInTime<T>(look: Promise<T>, folder: string, seconds = LOOK_SECONDS): Promise<T> {
  const late = () => new OhmbrushError('models-folder-slow', { folder });
  return inTime(look, seconds * 1000, late);
}
