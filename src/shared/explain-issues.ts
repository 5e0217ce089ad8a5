import type { z } from 'zod';

const shown = 3;

/**
 * What is wrong with a file, in plain words: the first few fields that do not fit, each with its reason.
 * @returns 'tile.rows: Too small: expected number to be >=8; adc: ...'
 */
export function explainIssues(error: z.ZodError): string {
  const lines = error.issues.map(({ path, message }) => `${path.length > 0 ? path.join('.') : 'the file'}: ${message}`);
  const rest = lines.length - shown;
  return lines.slice(0, shown).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
