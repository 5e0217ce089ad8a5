import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Details } from '../../src/renderer/library/details/Details.tsx';
import { useLibrary } from '../../src/renderer/library/library-store.ts';
import { useScreens } from '../../src/renderer/state/screens.ts';
import { RECIPE } from '../files/example-recipe.ts';
import { painted } from '../library/painted.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
afterEach(() => {
  useScreens.setState({ viewedId: null });
  useLibrary.setState({ selectedIds: new Set() });
});

let seed = 100;
async function viewNew(change: Partial<typeof RECIPE> = {}): Promise<number> {
  const id = await behind.studio.library.save({ result: painted({ seed: seed++, ...change }), sweepId: null });
  useScreens.getState().view(id);
  return id;
}
const stored = (id: number) => behind.studio.library.pictures.get({ id });

/** The value beside a name. */
const fact = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;

test('nothing viewed says what to do', async () => {
  show(<Details />);
  await screen.findByText('View a picture to see how it was made.');
});

test('the prompt, the recipe and the energy of a picture stand there', async () => {
  await viewNew({ prompt: 'red apple', negativePrompt: 'worm', seed: 4711, steps: 7 });
  show(<Details />);
  await screen.findByText('red apple');
  expect(screen.getByText('Without: worm')).toBeDefined();
  expect(fact('Seed')).toBe('4711');
  expect(fact('Steps')).toBe('7');
  expect(fact('Size')).toBe('24 × 16 px');
  expect(fact('Model')).toBe(RECIPE.model.id);
  expect(screen.getByRole('region', { name: 'Details' }).textContent).toContain('10.0 mJ');
});

test('a picture of another program shows what is known, and no energy', async () => {
  const png = await import('sharp').then(({ default: sharp }) =>
    sharp({ create: { width: 10, height: 12, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  const { id } = await behind.studio.library.importPng(png, 'holiday.png');
  useScreens.getState().view(id);
  show(<Details />);
  await screen.findByText('10 × 12 px');
  expect(screen.queryByText('Seed', { selector: 'dt' })).toBeNull();
  expect(screen.getByRole('region', { name: 'Details' }).textContent).not.toMatch(/\dJ/);
});

test('a tag that is typed is kept, and one that was set elsewhere appears', async () => {
  const id = await viewNew();
  const { user } = show(<Details />);
  await user.type(await screen.findByRole('combobox', { name: 'Tags' }), 'still life{Enter}');
  await waitFor(() => expect(stored(id).tags).toEqual(['still life']));
  behind.studio.library.pictures.tag({ ids: [id], add: ['fruit'], remove: [] });
  await screen.findByText('fruit');
});

test('several are counted and can be tagged together', async () => {
  const ids = [await viewNew(), await viewNew()];
  useLibrary.getState().select(ids);
  show(<Details />);
  const section = await screen.findByRole('region', { name: 'Details' });
  await within(section).findByText('2 pictures selected');
});

test('a picture that was deleted is reported, and its details disappear', async () => {
  const id = await viewNew({ prompt: 'short-lived' });
  show(<Details />);
  await screen.findByText('short-lived');
  behind.studio.library.pictures.trash({ ids: [id] });
  await screen.findByText('In the trash');
  await behind.studio.library.pictures.purge({ ids: [id] });
  await waitFor(() => expect(screen.queryByText('short-lived')).toBeNull());
});
