import { totalmem } from 'node:os';
import { OhmbrushError } from '../../shared/errors.ts';
import type { Value } from '../../shared/refusals.ts';

/**
 * Refuses what this machine cannot hold as float32, before the first of it is read: a sparse file of a few bytes may
 * announce any size.
 *
 * @param what the subject of the error's sentence: 'the weights in /models/unet/...'
 * @throws OhmbrushError 'bad-model'
 */
export function checkMemory(entries: Iterable<{ readonly shape: readonly number[] }>, what: Value): void {
  let bytes = 0;
  for (const { shape } of entries) bytes += 4 * shape.reduce((product, extent) => product * extent, 1);
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  if (bytes <= memory) return;
  throw new OhmbrushError('memory-too-small', { what, needed: gigabytes(bytes), there: gigabytes(memory) });
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
