import type { z } from 'zod';

const shown = 3;

/**
 * What is wrong with a file, in plain words: the first few invalid fields, each with its reason.
 * @param whole name for the file itself, where no single field is invalid
 * @returns 'tile.rows: Too small: expected number to be >=8; adc: ...'
 */
export function explainIssues({ issues }: Pick<z.ZodError, 'issues'>, whole = 'the file'): string {
  const lines = issues.map(({ path, message }) => `${path.length > 0 ? path.join('.') : whole}: ${message}`);
  const rest = lines.length - shown;
  return lines.slice(0, shown).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
