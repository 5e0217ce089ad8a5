import type { ChipProfile } from '../chip/chip-profile.ts';
import { OhmbrushError } from '../errors.ts';
import { CHIP } from './chip.ts';
import { decode } from './format.ts';
import { refuseUnread } from './refuse-unread.ts';

/**
 * A chip profile from JSON.
 * @param where name of the file, for the message
 * @throws OhmbrushError 'bad-chip'
 */
export function parseChip(json: unknown, where: string): ChipProfile {
  const decoded = decode(CHIP, json);
  if (decoded.state === 'read') return decoded.value;
  if (decoded.state === 'future') throw refuseUnread('bad-chip', where, decoded);
  throw new OhmbrushError('chip-invalid', { where, why: decoded.why });
}
