import { expect, test } from 'vitest';
import { canSweep, expandSweep, planRun } from '../../../src/renderer/recipe/sweep/run.ts';
import { jobDraftSchema } from '../../../src/shared/recipe/draft.ts';
import { formFor, shippedOffer } from './offer.ts';

const offer = await shippedOffer();
const form = formFor(offer);

test('without a sweep: one picture, no reference', () => {
  const { run } = planRun(form, [], true, offer);
  expect(run).toMatchObject({ sweep: null, references: [] });
  expect(run!.drafts).toHaveLength(1);
  expect(jobDraftSchema.parse(run!.drafts[0])).toMatchObject({
    prompt: 'a fox',
    seed: 7,
    model: { id: 'sticker' },
    width: 64,
    steps: 20,
    chip: { id: 'pcm' },
    precision: { name: 'balanced' },
  });
});

test('two swept fields make a grid, row by row', () => {
  const { run } = planRun(
    form,
    [
      { field: 'steps', text: '4, 8, 20' },
      { field: 'guidance', text: '1, 5' },
    ],
    false,
    offer,
  );
  expect(run!.sweep).toEqual({ x: { field: 'steps', values: [4, 8, 20] }, y: { field: 'guidance', values: [1, 5] } });
  expect(run!.drafts.map(({ steps, guidance }) => [steps, guidance])).toEqual([
    [4, 1],
    [8, 1],
    [20, 1],
    [4, 5],
    [8, 5],
    [20, 5],
  ]);
});

test('the exact reference is painted once for each scene', () => {
  const { run } = planRun(
    form,
    [
      { field: 'seed', text: '1, 2' },
      { field: 'chip', text: 'pcm,reram,sram-digital' },
    ],
    true,
    offer,
  );
  expect(run!.drafts).toHaveLength(6);
  expect(run!.references.map(({ seed, chip, precision, age }) => [seed, chip.id, precision.name, age])).toEqual([
    [1, 'exact', 'exact', 0],
    [2, 'exact', 'exact', 0],
  ]);
});

test('no reference of a scene whose exact picture is in the sweep', () => {
  const { run } = planRun(form, [{ field: 'precision', text: 'exact,balanced,frugal' }], true, offer);
  expect(run!.drafts.map(({ chip, precision }) => `${chip.id} ${precision.name}`)).toEqual([
    'exact exact',
    'pcm balanced',
    'pcm frugal',
  ]);
  expect(run!.references).toEqual([]);
});

test('a swept knob edits a copy of the chip under another name; where it stands as published, the chip is the published one', () => {
  const custom = { ...form, precision: 'custom' as const };
  const { run } = planRun(custom, [{ field: 'readNoise', text: '0, 1.75, 3.5' }], false, offer);
  const chips = run!.drafts.map(({ chip }) => (chip.kind === 'analog' ? [chip.id, chip.read.weightNoise] : []));
  expect(chips).toEqual([
    ['pcm-edited', 0],
    ['pcm', 0.0175],
    ['pcm-edited', 0.035],
  ]);
  expect(new Set(run!.drafts.map(({ precision }) => precision.name))).toEqual(new Set(['custom']));
  for (const draft of run!.drafts) jobDraftSchema.parse(draft);
});

test('swept bits go into the custom plan', () => {
  const custom = { ...form, precision: 'custom' as const };
  const { run } = planRun(custom, [{ field: 'adcBits', text: '4-8' }], false, offer);
  expect(run!.drafts.map(({ precision }) => precision.plan.default.adcBits)).toEqual([4, 5, 6, 7, 8]);
});

test('knobs stay with the chip they were turned on when chips sweep', () => {
  const custom = { ...form, precision: 'custom' as const, knobs: { converterNoise: 2 } };
  const drafts = expandSweep(custom, { x: { field: 'chip', values: ['reram', 'pcm'] }, y: null }, offer);
  expect(drafts!.map(({ chip }) => chip.id)).toEqual(['reram', 'pcm-edited']);
});

test('a knob and a chip that sweep together meet in every cell, whichever runs across', () => {
  const custom = { ...form, precision: 'custom' as const };
  for (const axes of [
    { x: { field: 'chip', values: ['reram', 'pcm'] }, y: { field: 'converterNoise', values: [2] } },
    { x: { field: 'converterNoise', values: [2] }, y: { field: 'chip', values: ['reram', 'pcm'] } },
  ]) {
    expect(expandSweep(custom, axes, offer)!.map(({ chip }) => chip.id)).toEqual(['reram-edited', 'pcm-edited']);
  }
});

test('a run that cannot be painted says why', () => {
  expect(planRun(form, [], true, { ...offer, models: [] }).problem).toEqual({ code: 'noModels' });
  expect(planRun({ ...form, modelId: 'gone' }, [], true, offer).problem).toEqual({ code: 'modelGone' });
  expect(planRun({ ...form, chipId: 'gone' }, [], true, offer).problem).toEqual({ code: 'chipGone' });
  expect(planRun(form, [{ field: 'steps', text: 'many' }], true, offer).problem).toEqual({
    code: 'sweep',
    field: 'steps',
    problem: { code: 'unreadable', text: 'many' },
  });
  const grid = [
    { field: 'steps', text: '1-25' },
    { field: 'seed', text: '1-20' },
  ] as const;
  expect(planRun(form, grid, true, offer).problem).toEqual({ code: 'tooMany' });
});

test('only fields that change the picture can sweep', () => {
  expect(canSweep('adcBits', form, [], offer)).toBe(false);
  const custom = { ...form, precision: 'custom' as const };
  expect(canSweep('adcBits', custom, [], offer)).toBe(true);
  expect(canSweep('adcBits', { ...custom, chipId: 'sram-digital' }, [], offer)).toBe(false);
  const exact = { ...form, precision: 'exact' as const };
  expect(canSweep('age', exact, [], offer)).toBe(false);
  expect(canSweep('age', exact, [{ field: 'precision', text: 'exact,frugal' }], offer)).toBe(true);
  expect(canSweep('steps', exact, [], offer)).toBe(true);
});
