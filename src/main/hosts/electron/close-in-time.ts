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
export async function closeInTime(studio: Studio): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`the studio did not close within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  try {
    await Promise.race([studio.close(), late]);
  } finally {
    clearTimeout(timer);
  }
}
