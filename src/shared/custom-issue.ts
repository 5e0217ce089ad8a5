import type { Phrase } from './refusals.ts';

/** What a schema's own check finds, for zod's `addIssue`: `explainIssue` words the phrase. */
export function customIssue(problem: Phrase, path: string[] = []) {
  return { code: 'custom' as const, path, params: { ...problem } };
}
