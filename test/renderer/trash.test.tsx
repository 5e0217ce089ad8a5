import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../src/renderer/commands/registry.ts';
import { LibraryCommands } from '../../src/renderer/library/LibraryCommands.tsx';
import { LibraryPanel } from '../../src/renderer/library/LibraryPanel.tsx';
import { useLibrary } from '../../src/renderer/library/library-store.ts';
import { useScreens } from '../../src/renderer/state/screens.ts';
import { painted } from '../library/painted.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
let ids: number[];
let seed = 1;
beforeEach(async () => {
  const { library } = behind.studio;
  ids = [];
  for (let i = 0; i < 3; i++) {
    ids.push(await library.save({ result: painted({ seed: seed++, prompt: `apple ${i}` }), sweepId: null }));
  }
  useScreens.setState({ tab: 'view', viewedId: null, pinnedIds: [] });
  useLibrary.setState({ filter: {}, selectedIds: new Set(), active: null, keyboardInside: false, dialog: null });
});

const inTrash = () => ids.filter((id) => behind.studio.library.pictures.get({ id }).trashedAt !== null);
const panel = (
  <>
    <LibraryPanel />
    <LibraryCommands />
  </>
);

test('the viewed picture goes to the trash, its neighbour is viewed, and Undo puts it back', async () => {
  useScreens.getState().view(ids[1]!);
  const { user } = show(panel);
  await screen.findAllByText('apple 1');
  runCommand('trash-picture');
  const undo = await screen.findByRole('button', { name: 'Undo' });
  expect(screen.getByText('Moved to the trash')).toBeDefined();
  expect(inTrash()).toEqual([ids[1]]);
  expect([ids[0], ids[2]]).toContain(useScreens.getState().viewedId);
  await user.click(undo);
  await waitFor(() => expect(inTrash()).toEqual([]));
});

test('a selection goes together and comes back together; what was pinned is pinned no more', async () => {
  useLibrary.getState().select(ids);
  useScreens.setState({ pinnedIds: [ids[0]!, ids[2]!] });
  const { user } = show(panel);
  runCommand('trash-picture');
  await screen.findByText('Moved 3 pictures to the trash');
  expect(inTrash()).toEqual(ids);
  expect(useScreens.getState().pinnedIds).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(inTrash()).toEqual([]));
});

test('what is in the trash is deleted for good after a question, and kept when it is declined', async () => {
  behind.studio.library.pictures.trash({ ids: [ids[0]!] });
  useScreens.getState().view(ids[0]!);
  const { user } = show(panel);
  await user.click(await screen.findByRole('button', { name: 'Delete for good' }));
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(inTrash()).toEqual([ids[0]]);
  await user.click(await screen.findByRole('button', { name: 'Delete for good' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete this picture for good?' });
  expect(dialog.textContent).toContain('This cannot be taken back.');
  await user.click(
    [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent === 'Delete for good')!,
  );
  await screen.findByText('Deleted for good');
  expect(() => behind.studio.library.pictures.get({ id: ids[0]! })).toThrow();
});
