import { expect, test } from 'vitest';
import { loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import { draft } from '../estimate/drafts.ts';
import { testLibrary } from './folder.ts';
import { painted } from './painted.ts';

test('prompts are remembered newest first, each once, with their negative prompt', async () => {
  const library = await testLibrary();
  const save = (prompt: string, negativePrompt: string, seed: number) =>
    library.save({ result: painted({ prompt, negativePrompt, seed }), sweepId: null });
  await save('a', '', 1);
  await save('b', 'grey', 2);
  await save('b', '', 3);
  await save('a', '', 4);
  expect(library.prompts.history()).toEqual([
    { prompt: 'a', negativePrompt: '' },
    { prompt: 'b', negativePrompt: '' },
    { prompt: 'b', negativePrompt: 'grey' },
  ]);
});

test('own chips are kept, replaced and removed; those that ship are not touched', async () => {
  const library = await testLibrary();
  const pcm = await loadChip('pcm');
  const mine = { ...pcm, id: 'mine', name: 'Mine' };
  library.chips.save(mine);
  library.chips.save({ ...mine, name: 'Mine, better' });
  library.chips.save({ ...mine, id: 'another' });
  expect(library.chips.list().map(({ id, name }) => [id, name])).toEqual([
    ['another', 'Mine'],
    ['mine', 'Mine, better'],
  ]);
  expect(() => library.chips.save(pcm)).toThrow("'pcm' is a chip that ships");
  library.chips.remove({ id: 'another' });
  await library.close();
  const again = await testLibrary({ folder: library.folder });
  expect(again.chips.list()).toEqual([{ ...mine, name: 'Mine, better' }]);
});

test('settings hold any JSON', async () => {
  const library = await testLibrary();
  const layout = { columns: [320, null, 'x'], open: true };
  library.settings.set('layout', layout);
  library.settings.set('language', 'en');
  library.settings.set('language', 'zh-CN');
  expect(library.settings.all()).toEqual({ layout, language: 'zh-CN' });
});

test('the expected time follows the median throughput, scaled by the work', async () => {
  const library = await testLibrary();
  const { expectedSeconds } = library.pictures;
  const chip = await loadChip('pcm');
  const like = draft({
    model: { id: 'sticker' },
    chip,
    precision: await loadPrecision('balanced'),
    steps: 20,
    width: 24,
    height: 16,
    guidance: 3.5,
  });
  expect(expectedSeconds(like)).toBeNull();
  for (const [seed, seconds] of [2, 4, 400].entries()) {
    await library.save({ result: { ...painted({ chip, seed }), seconds }, sweepId: null });
  }
  expect(expectedSeconds(like)).toBeCloseTo(4);
  expect(expectedSeconds({ ...like, steps: 10, width: 48 })).toBeCloseTo(4);
  expect(expectedSeconds({ ...like, guidance: 1 })).toBeCloseTo(2);
  const precision = { name: 'frugal', plan: { default: {}, overrides: [] } };
  expect(expectedSeconds({ ...like, precision })).toBeCloseTo(4);
  expect(expectedSeconds({ ...like, chip: await loadChip('reram') })).toBeNull();
  expect(expectedSeconds({ ...like, model: { id: 'other' } })).toBeNull();
  await library.save({ result: { ...painted({ chip, precision }), seconds: 1 }, sweepId: null });
  expect(expectedSeconds({ ...like, precision })).toBeCloseTo(1);
});
