import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ChipsScreen } from '../../src/renderer/screens/chips/ChipsScreen.tsx';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
const own = () => behind.studio.library.chips.list();
afterEach(() => {
  for (const { id } of own()) behind.studio.library.chips.remove({ id });
});

/** The editor on a copy of the phase-change chip. */
async function editCopy() {
  const shown = show(<ChipsScreen />);
  await shown.user.click(await screen.findByRole('button', { name: 'Edit a copy' }));
  await screen.findByRole('heading', { name: /^Editing/ });
  return shown;
}

const save = () => screen.getByRole('button', { name: 'Save' });
const list = () => screen.getByRole('navigation', { name: 'Chips' });

test('a copy of a chip with another figure is saved and stands in the list, chosen', async () => {
  const { user } = await editCopy();
  const name = screen.getByRole('textbox', { name: 'Name' });
  await user.clear(name);
  await user.type(name, 'Mine');
  const bits = screen.getByRole('textbox', { name: /^ADC bits/ });
  await user.clear(bits);
  await user.type(bits, '6');
  await user.click(save());
  const item = await within(list()).findByRole('button', { name: /^Mine/ });
  expect(item.getAttribute('aria-current')).toBe('true');
  expect(own()).toMatchObject([{ name: 'Mine', id: 'pcm-copy', adc: { bits: 6 } }]);
});

test('a figure that cannot be is told beside its field, and nothing can be saved until it fits', async () => {
  const { user } = await editCopy();
  const bits = screen.getByRole('textbox', { name: /^ADC bits/ });
  for (const wrong of ['ninety', '99', '-1', '2.5']) {
    await user.clear(bits);
    await user.type(bits, wrong);
    expect(bits.getAttribute('aria-invalid'), wrong).toBe('true');
    expect(screen.getByRole('alert').textContent).toMatch(/needs? a correction/);
    expect(save().hasAttribute('disabled')).toBe(true);
  }
  await user.clear(bits);
  await user.type(bits, '6');
  expect(screen.queryByRole('alert')).toBeNull();
  expect(save().hasAttribute('disabled')).toBe(false);
});

test('an id that cannot be a file name is refused with the rule', async () => {
  const { user } = await editCopy();
  const id = screen.getByRole('textbox', { name: 'Id' });
  await user.clear(id);
  await user.type(id, 'My Chip');
  expect(screen.getByText('Small letters, digits and hyphens, at most 40')).toBeDefined();
  expect(save().hasAttribute('disabled')).toBe(true);
});

test('the id of a chip that ships is refused in words, and what was typed stays', async () => {
  const { user } = await editCopy();
  const id = screen.getByRole('textbox', { name: 'Id' });
  await user.clear(id);
  await user.type(id, 'reram');
  await user.click(save());
  expect((await screen.findByRole('alert')).textContent).toMatch(/reram/);
  expect(own()).toEqual([]);
  expect((id as HTMLInputElement).value).toBe('reram');
});

test('Cancel saves nothing', async () => {
  const { user } = await editCopy();
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByRole('heading', { name: /^Editing/ })).toBeNull();
  expect(own()).toEqual([]);
});

test('a chip that is saved elsewhere appears, one that is removed goes', async () => {
  show(<ChipsScreen />);
  await screen.findByRole('button', { name: 'Edit a copy' });
  const { loadChip } = await import('../../src/main/chips/chips.ts');
  behind.studio.library.chips.save({ ...(await loadChip('pcm')), id: 'theirs', name: 'Theirs' });
  await within(list()).findByRole('button', { name: /^Theirs/ });
  behind.studio.library.chips.remove({ id: 'theirs' });
  await waitFor(() => expect(within(list()).queryByRole('button', { name: /^Theirs/ })).toBeNull());
});
