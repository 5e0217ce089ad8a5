import { rm } from 'node:fs/promises';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LibraryDialogs } from '../../src/renderer/library/LibraryDialogs.tsx';
import { useLibrary } from '../../src/renderer/library/library-store.ts';
import { painted } from '../library/painted.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
beforeEach(() => useLibrary.setState({ dialog: { kind: 'maintenance' } }));
afterEach(() => useLibrary.setState({ dialog: null }));

test('a new library has no backup; one is made by a button and can be restored', async () => {
  const { user } = show(<LibraryDialogs />);
  await screen.findByText('There is no backup yet.');
  expect(screen.getByText(behind.studio.library.folder)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Back up now' }));
  const backups = await screen.findByRole('list', { name: 'Backups' });
  expect(within(backups).getAllByRole('listitem')).toHaveLength(1);
  await user.click(within(backups).getByRole('button', { name: /^Restore the backup from/ }));
  const question = await screen.findByRole('dialog', { name: /^Restore the backup from .*\?/ });
  expect(question.textContent).toContain('No picture file is deleted.');
  await user.click(within(question).getByRole('button', { name: 'Cancel' }));
  // Back where it was asked from, and nothing was restored.
  await screen.findByRole('button', { name: 'Back up now' });
  expect(behind.calls).not.toContain('maintenance.restore');
});

test('a check of a sound library says that all is well', async () => {
  await behind.studio.library.save({ result: painted({ seed: 1 }), sweepId: null });
  const { user } = show(<LibraryDialogs />);
  await user.click(await screen.findByRole('button', { name: 'Check everything' }));
  await screen.findByText('All is well: 1 picture file and the database.');
});

test('a check finds a file that is gone, and says what to do', async () => {
  const id = await behind.studio.library.save({ result: painted({ seed: 2 }), sweepId: null });
  await rm(behind.studio.library.pictures.file(id)!.path);
  const { user } = show(<LibraryDialogs />);
  await user.click(await screen.findByRole('button', { name: 'Check everything' }));
  await screen.findByText('The file of 1 picture is gone');
  expect(screen.getByText(/Put back what a copy of your own has/)).toBeDefined();
});

test('work that fails stays in sight with what to do, and the buttons work again', async () => {
  behind.intercept = (call) => {
    if (call === 'maintenance.backUp') throw new Error('the wire is cut');
  };
  const { user } = show(<LibraryDialogs />);
  const button = await screen.findByRole('button', { name: 'Back up now' });
  await user.click(button);
  await screen.findByText('That did not work');
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
});

test('one work at a time: the other buttons wait', async () => {
  const gate = Promise.withResolvers<void>();
  behind.intercept = (call) => (call === 'maintenance.verify' ? gate.promise : undefined);
  const { user } = show(<LibraryDialogs />);
  await user.click(await screen.findByRole('button', { name: 'Check everything' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Back up now' }).hasAttribute('disabled')).toBe(true));
  gate.resolve();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Back up now' }).hasAttribute('disabled')).toBe(false));
});
