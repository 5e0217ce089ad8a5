import i18next from 'i18next';
import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import { OhmbrushError } from '../../../shared/errors.ts';
import { CHIP } from '../../../shared/formats/chip.ts';
import { encode } from '../../../shared/formats/format.ts';
import { parseChip } from '../../../shared/formats/parse-chip.ts';
import { saveBlob } from '../../components/save-file.ts';
import { shippedText } from '../../language/shipped.ts';

/** Far more than any profile. */
const MAX_BYTES = 1 << 20;

/** @throws OhmbrushError 'bad-chip' with the fields to correct */
export async function readChipFile(file: File): Promise<ChipProfile> {
  if (file.size > MAX_BYTES) {
    throw new OhmbrushError('chip-file-too-large', { file: file.name });
  }
  let json: unknown;
  try {
    json = JSON.parse(await file.text());
  } catch {
    throw new OhmbrushError('chip-file-not-json', { file: file.name });
  }
  return parseChip(json, file.name);
}

/** Saves a profile as JSON, which `--chip` of the command line accepts. */
export function saveChipFile(profile: ChipProfile): void {
  const json = new Blob([`${JSON.stringify(encode(CHIP, profile), null, 2)}\n`], { type: 'application/json' });
  saveBlob(json, `${profile.id}.json`);
}

/** A copy for editing, with an unused id and name. */
export function copyOf(profile: ChipProfile, takenIds: readonly string[]): ChipProfile {
  for (let n = 1; ; n++) {
    const tail = n === 1 ? '-copy' : `-copy-${n}`;
    const id = `${profile.id.slice(0, 40 - tail.length)}${tail}`;
    if (!takenIds.includes(id))
      return { ...profile, id, name: copiedName(profile.name, n), description: shippedText(profile.description) };
  }
}

function copiedName(original: string, number: number): string {
  const name = shippedText(original).slice(0, 70);
  return number === 1 ? i18next.t('chips:copied', { name }) : i18next.t('chips:copiedAgain', { name, number });
}
