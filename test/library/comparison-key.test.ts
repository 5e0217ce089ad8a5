import { expect, test } from 'vitest';
import { loadChip } from '../../src/main/chips/chips.ts';
import { jobDraftSchema } from '../../src/shared/recipe/draft.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

const FIGURES = { psnr: 30, ssim: 0.9, msSsim: 0.95, haarPsi: 0.8, flip: 0.1 };

async function withChip() {
  const library = await testLibrary();
  const chip = await loadChip('pcm');
  const onChip = await library.save({ result: painted({ chip, chipSeed: 9, seed: 5 }), sweepId: null });
  return { library, chip, onChip };
}

test('the exact picture to compare with is offered as a draft until it is there', async () => {
  const { library, onChip } = await withChip();
  const offered = library.pictures.exactOf(onChip);
  expect(offered).toEqual({
    pictureId: null,
    draft: expect.objectContaining({
      chip: await loadChip('exact'),
      chipSeed: 0,
      age: 0,
      seed: 5,
      // With other weights it would be the reference of another picture.
      model: library.pictures.get({ id: onChip }).recipe!.model,
      precision: { name: 'exact', plan: { default: {}, overrides: [] } },
    }),
  });
  expect(jobDraftSchema.parse(offered.draft)).toEqual(offered.draft);

  const { model: _, ...rest } = offered.draft!;
  const exact = await library.save({ result: painted(rest), sweepId: null });
  expect(library.pictures.exactOf(onChip)).toEqual({ pictureId: exact, draft: null });
  expect(library.pictures.exactOf(exact)).toEqual({ pictureId: exact, draft: null });
  expect(library.pictures.get({ id: onChip }).exactId).toBe(exact);
  expect(library.pictures.get({ id: exact }).exactId).toBeNull();
  library.pictures.trash({ ids: [exact] });
  expect(library.pictures.exactOf(onChip).pictureId).toBeNull();
  expect(() => library.pictures.exactOf(99)).toThrow('no picture 99');
});

test.each([
  ['seed', { seed: 6 }],
  ['prompt', { prompt: 'else' }],
  ['negative prompt', { negativePrompt: 'else' }],
  ['size', { width: 32 }],
  ['steps', { steps: 21 }],
  ['guidance', { guidance: 4 }],
  ['sampler', { sampler: 'ddim' }],
  ['weights', { model: { id: 'sticker', hash: 'f'.repeat(64) } }],
] as const)('another %s gives another comparison key', async (_, change) => {
  const { library, onChip } = await withChip();
  await library.save({ result: painted({ seed: 5, ...change }), sweepId: null });
  expect(library.pictures.exactOf(onChip).pictureId).toBeNull();
  expect(library.pictures.awaitingFidelity()).toEqual([]);
});

test('pairs wait to be measured, once, whichever came first', async () => {
  const { library, chip, onChip } = await withChip();
  expect(library.pictures.awaitingFidelity()).toEqual([]);
  const exact = await library.save({ result: painted({ seed: 5 }), sweepId: null });
  const later = await library.save({ result: painted({ chip, chipSeed: 10, seed: 5 }), sweepId: null });
  await library.save({ result: painted({ chip, seed: 77 }), sweepId: null });
  expect(library.pictures.awaitingFidelity()).toEqual([
    { referenceId: exact, testId: later },
    { referenceId: exact, testId: onChip },
  ]);
  library.pictures.setFidelity(onChip, FIGURES);
  library.pictures.setFidelity(later, { ...FIGURES, psnr: null, flip: 0 });
  expect(library.pictures.awaitingFidelity()).toEqual([]);
  expect(library.pictures.summaries([onChip, later, exact]).map(({ fidelity }) => fidelity)).toEqual([
    FIGURES,
    { ...FIGURES, psnr: null, flip: 0 },
    null,
  ]);
});

test('nothing in the trash is measured, as reference or as test', async () => {
  const { library, onChip } = await withChip();
  const exact = await library.save({ result: painted({ seed: 5 }), sweepId: null });
  for (const id of [exact, onChip]) {
    library.pictures.trash({ ids: [id] });
    expect(library.pictures.awaitingFidelity()).toEqual([]);
    library.pictures.restore({ ids: [id] });
    expect(library.pictures.awaitingFidelity()).toHaveLength(1);
  }
});
