import { OhmbrushError } from '../../shared/errors.ts';

export function noPicture(id: number): OhmbrushError {
  return new OhmbrushError(
    'not-found',
    `there is no picture ${id} in the library`,
    'It may have been deleted for good: choose another one',
  );
}
