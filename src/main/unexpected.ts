import { OhmbrushError } from '../shared/errors.ts';

/** What is shown of anything thrown: itself if it was meant for people, otherwise that it is a bug. */
export function asOhmbrushError(thrown: unknown): OhmbrushError {
  if (thrown instanceof OhmbrushError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new OhmbrushError(
    'internal',
    `something unexpected happened (${message})`,
    'This is a bug: run again with OHMBRUSH_DEBUG=1 and report what it prints',
    { cause: thrown },
  );
}
