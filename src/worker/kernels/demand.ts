/** A kernel call that does not hold together is a mistake in our own code. */
export function demand(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(`kernel call: ${message}`);
}
