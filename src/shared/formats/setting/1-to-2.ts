import type { Step } from '../format.ts';

/** Settings of a single value were first stored without an object, which has no place for a version. */
export function intoField(field: string): Step {
  return (value) => ({ [field]: value });
}
