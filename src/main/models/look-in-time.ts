import { OhmbrushError } from '../../shared/errors.ts';
import { inTime } from '../../shared/in-time.ts';

/** Seconds that the look into one model folder may take; it reads a few small files. */
export const LOOK_SECONDS = 10;

/**
 * What a look into a folder found, unless it takes too long: the folder may be on a drive that is gone.
 *
 * @throws OhmbrushError 'too-much', or what the look throws
 */
export function lookInTime<T>(look: Promise<T>, folder: string, seconds = LOOK_SECONDS): Promise<T> {
  const late = () =>
    new OhmbrushError('too-much', `${folder} gave no answer in time`, 'Check the drive that it is on, and start again');
  return inTime(look, seconds * 1000, late);
}
