import { OhmbrushError } from '../../src/shared/errors.ts';

/** Whether an input was refused properly: by an OhmbrushError that is no bug and says what to do. */
export function isRefusal(error: unknown): boolean {
  return error instanceof OhmbrushError && error.code !== 'internal' && error.message !== '' && error.todo !== '';
}

/** What `read` returns, or null where it refuses. Anything else that it throws is thrown. */
export function orRefused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Counts accepted and refused inputs, so that a test can assert that both occurred. */
export function outcomes() {
  const counts = { taken: 0, refused: 0 };
  return { counts, add: (outcome: unknown) => void (outcome === null ? counts.refused++ : counts.taken++) };
}
