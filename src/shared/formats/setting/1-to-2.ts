import type { Step } from '../format.ts';

/** Settings of a single value were kept bare at first, where a version has no place. */
export function intoField(field: string): Step {
  return (value) => ({ [field]: value });
}
