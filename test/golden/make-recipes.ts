import { writeFileSync } from 'node:fs';
import { listChips } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import { SAMPLERS } from '../../src/shared/recipe/fields/sampler.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { EXACT } from '../../src/shared/recipe/reference.ts';
import { fixture } from './read-golden.ts';
import { type KeptRecipe, openPainter } from './recipe-digests.ts';

/**
 * Forty recipes with the digests of what they painted when they were written: every chip, preset, sampler and backend.
 * Run it only for a change that is meant to move pictures; test/pipeline/recipes.test.ts holds every other change to
 * it.
 *
 *     node test/golden/make-recipes.ts
 */
const BACKENDS = ['native', 'wasm', 'reference'] as const;
const chips = await listChips();
const custom = {
  name: 'six bits, a few layers otherwise',
  plan: {
    default: { inputBits: 6, weightBits: 6 },
    overrides: [
      { layers: 'unet.conv_in', digital: true },
      { layers: 'unet.**', steps: [0.5, 1] as [number, number], inputBits: 7, adcBits: 7 },
    ],
  },
};
const onChip = chips
  .filter(({ kind }) => kind !== 'exact')
  .flatMap((chip) => [loadPrecision('balanced'), loadPrecision('frugal'), custom].map((plan) => ({ chip, plan })));
const exact = { chip: chips.find(({ kind }) => kind === 'exact')!, plan: EXACT };
const small = [...onChip, ...onChip, ...SAMPLERS.map(() => exact)].map((choice, i) => ({
  ...choice,
  model: 'tiny',
  size: 32,
  steps: 2 + (i % 3),
}));
const large = [onChip[0]!, onChip[4]!, onChip[8]!, onChip[10]!, onChip[13]!, exact].map((choice, i) => ({
  ...choice,
  model: i % 2 === 0 ? 'sticker-4-step' : 'sticker',
  size: 128,
  steps: 2,
}));

const painter = openPainter();
const kept: KeptRecipe[] = [];
for (const [i, { chip, plan, model, size, steps }] of [...small, ...large].entries()) {
  const backend = BACKENDS[(i + Math.floor(i / 15)) % (model === 'tiny' ? 3 : 2)]!;
  const draft = {
    ...DEFAULTS,
    model: { id: model },
    prompt: ['red apple, 3d style', 'a cat in flat style', 'house'][i % 3]!,
    negativePrompt: i % 4 === 0 ? 'house' : '',
    seed: 1000 + i,
    width: size,
    height: size,
    steps,
    guidance: [3, 1, 7.5, 5][i % 4]!,
    sampler: SAMPLERS[i % SAMPLERS.length]!,
    chip,
    chipSeed: i % 5,
    age: [0, 3600, 86400, 3.156e7][(i + Math.floor(i / 4)) % 4]!,
    precision: await plan,
  };
  const one = await painter.paint(draft, backend);
  kept.push(one);
  console.log(i, model, chip.id, draft.precision.name, draft.sampler, backend, one.pixels.slice(0, 12));
}
await painter.close();
writeFileSync(fixture('recipes.json'), `[\n${kept.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
