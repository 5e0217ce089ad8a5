import fc from 'fast-check';
import { expect, test } from 'vitest';
import { a1111Parameters } from '../../src/main/files/a1111-parameters.ts';
import { readA1111Settings } from '../../src/main/files/a1111-settings.ts';
import { readA1111Parameters } from '../../src/main/files/read-a1111-parameters.ts';
import { SAMPLERS } from '../../src/shared/recipe/fields/sampler.ts';
import { RECIPE } from './example-recipe.ts';

const NOTHING = {
  prompt: '',
  negativePrompt: '',
  steps: null,
  sampler: null,
  guidance: null,
  seed: null,
  // The pixels say how large it is.
  width: null,
  height: null,
  model: null,
  chip: null,
  chipSeed: null,
  age: null,
  precision: null,
};

test('what we write is read back', () => {
  for (const sampler of SAMPLERS) {
    expect(readA1111Parameters(a1111Parameters({ ...RECIPE, sampler }))).toEqual({
      ...NOTHING,
      prompt: RECIPE.prompt,
      negativePrompt: RECIPE.negativePrompt,
      steps: RECIPE.steps,
      sampler,
      guidance: RECIPE.guidance,
      seed: RECIPE.seed,
      model: RECIPE.model.id,
      chip: RECIPE.chip.id,
      chipSeed: RECIPE.chipSeed,
      age: RECIPE.age,
      precision: 'balanced',
    });
  }
});

test('a text of the web UI with several lines, weights, quoted values and unknown settings', () => {
  const text = `masterpiece, (castle:1.2), [fog]
<lora:hills:0.8>, dusk: blue hour
Negative prompt: people, cars,
text: none
Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890, Size: 512x768, Model hash: abcdef1234, Model: "dreams, v2", Lora hashes: "hills: 0123, sky: 4567", Version: v1.10.1`;
  expect(readA1111Parameters(text)).toEqual({
    ...NOTHING,
    prompt: 'masterpiece, (castle:1.2), [fog]\n<lora:hills:0.8>, dusk: blue hour',
    negativePrompt: 'people, cars,\ntext: none',
    steps: 28,
    sampler: 'dpmpp-2m',
    guidance: 6.5,
    seed: 1234567890,
    model: 'dreams, v2',
  });
});

test('only a prompt, only settings, nothing', () => {
  expect(readA1111Parameters('a cat: sleeping')).toEqual({ ...NOTHING, prompt: 'a cat: sleeping' });
  expect(readA1111Parameters('Steps: 4, Sampler: LCM, Seed: 1')).toEqual({
    ...NOTHING,
    steps: 4,
    sampler: 'LCM',
    seed: 1,
  });
  expect(readA1111Parameters('')).toEqual(NOTHING);
});

test('Windows line ends, a guidance by another name, values that are no numbers', () => {
  expect(readA1111Parameters('a\r\nNegative prompt: b\r\nSteps: many, Guidance scale: 3, Seed: , Model: m')).toEqual({
    ...NOTHING,
    prompt: 'a',
    negativePrompt: 'b',
    guidance: 3,
    model: 'm',
  });
});

test('a seed of 64 bits, which a number cannot hold, is left out instead of rounded', () => {
  expect(readA1111Parameters('a\nSteps: 4, Seed: 12345678901234567890, Model: m').seed).toBeNull();
});

test('no text is refused', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', ':', ',', '"', '\\', '\n', ' ', 'Steps', 'Negative prompt:')),
      (parts) => {
        readA1111Parameters(parts.join(''));
      },
    ),
  );
});

/** The web UI's own pattern of one setting, which takes quadratic time. */
const SETTING = /\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g;

test("settings are what the web UI's own pattern finds", () => {
  const parts = [
    'a',
    'b1',
    'Steps',
    ':',
    ': ',
    ',',
    ', ',
    '"',
    '""',
    '\\',
    ' ',
    '\t',
    '-',
    '/',
    '_',
    '.',
    '\r',
    '\u2028',
    'é',
  ];
  let found = 0;
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...parts), maxLength: 24 }), (line) => {
      const expected = [...line.matchAll(SETTING)].map(([, name, value]) => [name, value]);
      found += expected.length;
      expect(readA1111Settings(line)).toEqual(expected);
    }),
    { numRuns: 20_000, seed: 1 },
  );
  expect(found).toBeGreaterThan(1000);
});

test.each([
  ['letters', 'a'],
  ['words', 'lorem ipsum '],
  ['colons', ':'],
  ['names', 'aa:'],
  ['commas', ','],
  ['quotes', '"'],
  ['quotes without end', 'aa:"'],
  ['settings with quotes without end', 'aa:"b\\",'],
  ['backslashes', '\\'],
  ['spaces', ' '],
  ['a name and spaces', 'aa: '],
  ['lines', '\n'],
  ['settings', 'aa: b, '],
  ['negative prompts', 'Negative prompt:\n'],
])('4 MB of %s come to an end', (_, part) => {
  for (const before of ['', 'a cat\nSteps: 1, Seed: 2, Model: "', 'Steps: 1, Seed: 2, CFG scale: 3, "']) {
    const { prompt, negativePrompt } = readA1111Parameters(before + part.repeat(Math.ceil(4e6 / part.length)));
    expect(prompt.length).toBeLessThanOrEqual(2000);
    expect(negativePrompt.length).toBeLessThanOrEqual(2000);
  }
});

test('prompts and names are cut to what a recipe may hold, at whole characters', () => {
  const long = 'x'.repeat(1999);
  const read = readA1111Parameters(
    `${long}🍎🍎\nNegative prompt: ${long}🍎\nSteps: 1, Seed: 2, Model: ${'m'.repeat(300)}, Sampler: ${'s'.repeat(300)}`,
  );
  expect(read).toMatchObject({
    prompt: long,
    negativePrompt: long,
    model: 'm'.repeat(255),
    sampler: 's'.repeat(255),
  });
});
