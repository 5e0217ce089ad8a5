import type { z } from 'zod';

const shown = 3;

/**
 * What is wrong with a file, in plain words: the first few fields that do not fit, each with its reason.
 * @param whole what to call it where no field is to blame
 * @returns 'tile.rows: Too small: expected number to be >=8; adc: ...'
 */
export function explainIssues({ issues }: Pick<z.ZodError, 'issues'>, whole = 'the file'): string {
  const lines = issues.map(({ path, message }) => `${path.length > 0 ? path.join('.') : whole}: ${message}`);
  const rest = lines.length - shown;
  return lines.slice(0, shown).join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
