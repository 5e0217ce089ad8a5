import { inTime } from '../../../shared/in-time.ts';
import type { Studio } from '../../studio.ts';

/**
 * Longest that finishing may take, milliseconds. What is reported done is written already: hanging unseen would be
 * worse.
 */
const LIMIT_MS = 15_000;

/**
 * Finishes what is being written.
 *
 * @throws what closing throws; Error when it takes too long
 */
export function closeInTime(studio: Studio): Promise<void> {
  return inTime(studio.close(), LIMIT_MS, () => new Error(`the studio did not close within ${LIMIT_MS / 1000} s`));
}
