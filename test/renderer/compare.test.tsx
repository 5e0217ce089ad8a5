import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { loadChip } from '../../src/main/chips/chips.ts';
import { CompareScreen } from '../../src/renderer/screens/compare/CompareScreen.tsx';
import { useScreens } from '../../src/renderer/state/screens.ts';
import { painted } from '../library/painted.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
afterEach(() => useScreens.setState({ pinnedIds: [] }));

async function save(change: Parameters<typeof painted>[0], joules?: number): Promise<number> {
  return behind.studio.library.save({ result: painted(change, joules), sweepId: null });
}

const table = () => within(screen.getByRole('table'));
/** The cells of a row, by its title. */
const row = (title: string) =>
  within(table().getByRole('rowheader', { name: title }).closest('tr')!)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);
const titles = () =>
  table()
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);

test('nothing pinned says how to pin', async () => {
  show(<CompareScreen />);
  await screen.findByText('Pin two to four pictures');
});

test('the table has a column for each picture: what it cost, and the settings that differ, no others', async () => {
  const first = await save({ seed: 1, steps: 10 }, 0.01);
  const second = await save({ seed: 1, steps: 20 }, 0.03);
  useScreens.getState().compare([first, second]);
  show(<CompareScreen />);
  await screen.findByRole('rowheader', { name: 'Steps' });
  expect(row('Steps')).toEqual(['10', '20']);
  expect(row('Energy')).toEqual([expect.stringContaining('10.0 mJ'), expect.stringContaining('30.0 mJ')]);
  expect(titles()).not.toContain('Seed');
  expect(titles()).not.toContain('Prompt');
});

test('two pictures of one recipe say so', async () => {
  const one = await save({ seed: 5 });
  const other = await behind.studio.library.save({ result: painted({ seed: 5 }, 0.01, 3), sweepId: null });
  useScreens.getState().compare([one, other]);
  show(<CompareScreen />);
  await screen.findByText('All settings are the same.');
});

test('likeness is measured against the reference, which can be another', async () => {
  const ids = [await save({ seed: 7 }), await save({ seed: 8 })];
  useScreens.getState().compare(ids);
  const { user } = show(<CompareScreen />);
  await screen.findByRole('rowheader', { name: 'Likeness' });
  await waitFor(() => expect(row('Likeness')).toEqual(['Reference', expect.stringMatching(/\d/)]));
  const first = () => table().getAllByRole('columnheader')[0]!.querySelector('img')!.getAttribute('src');
  const before = first();
  await user.click(screen.getByRole('button', { name: /^Make it the reference: B/ }));
  // The reference stands first.
  await waitFor(() => expect(first()).not.toBe(before));
  await waitFor(() => expect(row('Likeness')).toEqual(['Reference', expect.stringMatching(/\d/)]));
});

test('pictures of different sizes are not measured against each other, and say why', async () => {
  const small = await save({ seed: 11, width: 16, height: 16 });
  const large = await save({ seed: 11, width: 32, height: 32 });
  useScreens.getState().compare([small, large]);
  show(<CompareScreen />);
  await waitFor(() => expect(row('Likeness')).toEqual(['Reference', 'Other size']));
});

test('a chip of its own shows in the settings that differ', async () => {
  const pcm = await save({ seed: 12, chip: await loadChip('pcm') });
  const reram = await save({ seed: 12, chip: await loadChip('reram') });
  useScreens.getState().compare([pcm, reram]);
  show(<CompareScreen />);
  await screen.findByRole('rowheader', { name: 'Chip' });
  const [first, second] = row('Chip');
  expect(first).not.toBe(second);
});

test('a picture is taken out by its button, and one that goes to the trash leaves by itself', async () => {
  const ids = [await save({ seed: 21 }), await save({ seed: 22 }), await save({ seed: 23 })];
  useScreens.getState().compare(ids);
  const { user } = show(<CompareScreen />);
  await user.click(await screen.findByRole('button', { name: /^Take out of the comparison: C/ }));
  await waitFor(() => expect(table().getAllByRole('columnheader')).toHaveLength(2));
  behind.studio.library.pictures.trash({ ids: [ids[1]!] });
  await waitFor(() => expect(table().getAllByRole('columnheader')).toHaveLength(1));
  expect(useScreens.getState().pinnedIds).toEqual([ids[0]]);
});
