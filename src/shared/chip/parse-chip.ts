import { OhmbrushError } from '../errors.ts';
import { explainIssues } from '../explain-issues.ts';
import { type ChipProfile, chipProfileSchema } from './chip-profile.ts';

/**
 * A chip profile from JSON.
 * @param where the file it came from, for the message
 * @throws OhmbrushError 'bad-chip'
 */
export function parseChip(json: unknown, where: string): ChipProfile {
  const result = chipProfileSchema.safeParse(json);
  if (result.success) return result.data;
  throw new OhmbrushError(
    'bad-chip',
    `${where} is not a chip profile: ${explainIssues(result.error)}`,
    "Correct these fields ('ohmbrush chips show pcm' explains every one)",
  );
}
