import type { AnalogChip, ChipProfile } from '../../../shared/chip/chip-profile.ts';
import type { ChipKnobs } from '../../../shared/formats/recipe-form.ts';

export type ChipKnob = keyof ChipKnobs;

/** A knob's value on a chip; null on a chip without this non-ideality. */
export function knobValue(chip: ChipProfile, knob: ChipKnob): number | null {
  if (chip.kind !== 'analog') return null;
  switch (knob) {
    case 'readNoise':
      return fromPercent(chip.read.weightNoise * 100);
    case 'converterNoise':
      return chip.read.outputNoise;
    case 'programmingError':
      return chip.cell.programmingError?.scale ?? null;
  }
}

/**
 * A copy of the chip with the knobs applied. If it differs, it gets another name: figures of an edited chip must not be
 * mistaken for those of the published one.
 */
export function turnKnobs(chip: ChipProfile, knobs: ChipKnobs): ChipProfile {
  if (chip.kind !== 'analog' || !isTurned(chip, knobs)) return chip;
  const { readNoise, converterNoise, programmingError } = knobs;
  const turned: AnalogChip = {
    ...chip,
    ...editedName(chip),
    read: {
      outputNoise: converterNoise ?? chip.read.outputNoise,
      weightNoise: readNoise === undefined ? chip.read.weightNoise : fromPercent(readNoise / 100),
    },
    cell: {
      ...chip.cell,
      programmingError: chip.cell.programmingError && {
        ...chip.cell.programmingError,
        scale: programmingError ?? chip.cell.programmingError.scale,
      },
    },
  };
  return turned;
}

/** Whether any knob differs from the profile. */
export function isTurned(chip: ChipProfile, knobs: ChipKnobs): boolean {
  return (Object.keys(knobs) as ChipKnob[]).some((knob) => {
    const own = knobValue(chip, knob);
    return own !== null && knobs[knob] !== undefined && knobs[knob] !== own;
  });
}

const EDITED_ID = '-edited';
const EDITED_NAME = ', edited';

function editedName({ id, name }: ChipProfile): { id: string; name: string } {
  if (id.endsWith(EDITED_ID)) return { id, name };
  // The schema's maximum length of id and name.
  return {
    id: `${id.slice(0, 40 - EDITED_ID.length)}${EDITED_ID}`,
    name: `${name.slice(0, 80 - EDITED_NAME.length)}${EDITED_NAME}`,
  };
}

/** Without the rounding tail that a factor of 100 leaves on decimal fractions. */
function fromPercent(value: number): number {
  return Number(value.toPrecision(12));
}
