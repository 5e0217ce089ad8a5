import { inTime } from '../../../shared/in-time.ts';
import type { Studio } from '../../studio.ts';

/**
 * Longest time that closing may take, milliseconds. Everything that was reported as done is on disk already; a process
 * that hangs without a window would be worse than ending it.
 */
const LIMIT_MS = 15_000;

/**
 * Closes the studio, which finishes pending writes.
 *
 * @throws what closing throws; Error when it takes too long
 */
export function closeInTime(studio: Studio): Promise<void> {
  return inTime(studio.close(), LIMIT_MS, () => new Error(`the studio did not close within ${LIMIT_MS / 1000} s`));
}
