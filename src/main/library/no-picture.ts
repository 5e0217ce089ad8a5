import { OhmbrushError } from '../../shared/errors.ts';

export function noPicture(id: number): OhmbrushError {
  return new OhmbrushError('picture-unknown', { id });
}
