import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { tellUndoable } from '../../src/renderer/components/tell.tsx';
import { tellError } from '../../src/renderer/components/tell-error.tsx';
import { api } from '../../src/renderer/contract/client.ts';
import { show, studioBehind } from './screen.tsx';

studioBehind();
const told = () => screen.queryAllByRole('alert');

test('a refusal of the studio says what happened and what to do, until it is dismissed', async () => {
  const { user } = show(null);
  await act(() => api.pictures.get({ id: 4711 }).then(() => expect.unreachable(), tellError));
  const [notice] = await screen.findAllByRole('alert');
  expect(notice!.textContent).toContain('4711');
  // Two sentences: what, and what to do.
  expect(notice!.textContent!.match(/\./g)!.length).toBeGreaterThanOrEqual(2);
  await user.click(screen.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(told()).toEqual([]));
});

test('the same refusal is shown once, another beside it', async () => {
  show(null);
  for (const id of [1, 1, 1, 2]) await act(() => api.pictures.get({ id }).then(() => expect.unreachable(), tellError));
  await waitFor(() => expect(told()).toHaveLength(2));
});

test('an unexpected error has its own text and says what to do', async () => {
  show(null);
  act(() => tellError(new Error('the disk is on fire')));
  const [notice] = await screen.findAllByRole('alert');
  expect(notice!.textContent).toContain('The disk is on fire.');
  expect(notice!.textContent).toContain('Try again; if it happens again, restart Ohmbrush.');
});

test('an abort is not shown as an error', async () => {
  show(null);
  act(() => tellError(new DOMException('stopped', 'AbortError')));
  act(() => tellError(new Error('after it')));
  await screen.findAllByRole('alert');
  expect(told()).toHaveLength(1);
});

test('a step is taken back once, however often Undo is pressed', async () => {
  const { user } = show(null);
  let times = 0;
  act(() => tellUndoable('Moved it', async () => void times++));
  const undo = await screen.findByRole('button', { name: 'Undo' });
  await user.dblClick(undo);
  expect(times).toBe(1);
});

test('an Undo that fails is told', async () => {
  const { user } = show(null);
  act(() => tellUndoable('Moved it', () => api.pictures.get({ id: 99 })));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByText(/99/);
});
