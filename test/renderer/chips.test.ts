import { expect, test } from 'vitest';
import { listChips } from '../../src/main/chips/chips.ts';
import { copyOf } from '../../src/renderer/screens/chips/chip-file.ts';
import { variationsOf } from '../../src/renderer/screens/chips/effects.ts';
import { GROUPS, knobsOf, valueAt, withValue } from '../../src/renderer/screens/chips/knobs.ts';
import { chipProfileSchema } from '../../src/shared/chip/chip-profile.ts';
import { en } from '../../src/shared/locales/en.ts';

const chips = await listChips();

/** Every figure of a profile by its path, apart from what names it. */
function leaves(value: unknown, path: string[] = []): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path.join('_')];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]));
}

test('every figure of every shipped chip has its knob and is explained', () => {
  const naming = ['kind', 'id', 'name', 'description', 'source'];
  for (const profile of chips) {
    const shown = GROUPS.flatMap((group) => knobsOf(profile, group)).map(({ path }) => path as string);
    // A chip without drift or programming error has a null there and no figures of it.
    const figures = leaves(profile).filter(
      (path) => !naming.includes(path) && !/^cell_(drift|programmingError)$/.test(path),
    );
    expect(shown.toSorted(), profile.id).toEqual(figures.toSorted());
    for (const path of shown) expect(Object.keys(en.chips)).toContain(`${path}_help`);
    expect(Object.keys(en.chips)).toContain(`about_${profile.id}`);
  }
});

test('a turned knob changes its figure alone and leaves the profile valid', () => {
  for (const profile of chips) {
    for (const { path, from, to, profile: turned } of variationsOf(profile)) {
      expect(valueAt(turned, path)).toBe(to);
      expect(to).not.toBe(from);
      expect(withValue(turned, path, from)).toEqual(profile);
    }
  }
  expect(variationsOf(chips.find(({ id }) => id === 'pcm')!).map(({ path }) => path)).toContain('adc_bits');
});

test('a copy has an id of its own that the schema accepts, however many copies there are', () => {
  const taken = chips.map(({ id }) => id);
  for (let n = 0; n < 12; n++) {
    const copy = copyOf({ ...chips[0]!, id: 'a'.repeat(40) }, taken);
    expect(taken).not.toContain(copy.id);
    expect(chipProfileSchema.safeParse(copy).success).toBe(true);
    taken.push(copy.id);
  }
});
