import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { QueueStrip } from '../../src/renderer/queue/QueueStrip.tsx';
import { draft } from '../queue/start-queue.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
afterEach(() => {
  behind.studio.queue.pause();
  behind.studio.queue.clear({ what: 'waiting' });
  behind.studio.queue.clear({ what: 'stopped' });
});

function add(...prompts: string[]): void {
  behind.studio.queue.add({ drafts: prompts.map((prompt) => draft({ prompt })), first: false, sweep: null });
}

const waiting = () => behind.studio.queue.state().waiting.map(({ prompt }) => prompt);
/** The prompts of the rows, from the top. */
const rows = () =>
  screen
    .queryAllByRole('button', { name: /^Move “/ })
    .map((handle) => /“(.*)”/.exec(handle.getAttribute('aria-label')!)![1]);

async function openPanel() {
  const shown = show(<QueueStrip />);
  await shown.user.click(await screen.findByRole('button', { name: /Show the queue/ }));
  return shown;
}

test('an empty queue says what will join it, and that nothing failed', async () => {
  await openPanel();
  expect(screen.getByText('Nothing is being painted')).toBeDefined();
  expect(screen.getByText('Nothing waits. What you generate joins here.')).toBeDefined();
  expect(screen.getByText('Nothing failed.')).toBeDefined();
});

test('what joins from elsewhere appears in order, with its settings and a count', async () => {
  await openPanel();
  add('an apple', 'a pear');
  await waitFor(() => expect(rows()).toEqual(['an apple', 'a pear']));
  const [first] = screen.getAllByRole('listitem');
  expect(first!.textContent).toContain('3 steps · seed 1');
  expect(screen.getByRole('button', { name: /2 wait/ })).toBeDefined();
  expect(screen.getByText('Paused')).toBeDefined();
});

test('the arrow keys move a picture, and say where it is now', async () => {
  add('one', 'two', 'three');
  const { user } = await openPanel();
  await waitFor(() => expect(rows()).toEqual(['one', 'two', 'three']));
  screen.getByRole('button', { name: /^Move “three”/ }).focus();
  await user.keyboard('{ArrowUp}');
  await screen.findByText('Now at place 2 of 3');
  expect(waiting()).toEqual(['one', 'three', 'two']);
  expect(rows()).toEqual(['one', 'three', 'two']);
});

test('two quick keys move it by two places', async () => {
  add('one', 'two', 'three');
  const { user } = await openPanel();
  await waitFor(() => expect(rows()).toHaveLength(3));
  screen.getByRole('button', { name: /^Move “one”/ }).focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  await waitFor(() => expect(waiting()).toEqual(['two', 'three', 'one']));
  await waitFor(() => expect(rows()).toEqual(['two', 'three', 'one']));
});

test('a menu paints one next', async () => {
  add('one', 'two', 'three');
  const { user } = await openPanel();
  await user.click(await screen.findByRole('button', { name: 'More for “three”' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Paint next' }));
  await waitFor(() => expect(waiting()).toEqual(['three', 'one', 'two']));
});

test('a move of a picture that has gone meanwhile is refused in words, and the rows are those of the queue', async () => {
  add('one', 'two');
  const { user } = await openPanel();
  await waitFor(() => expect(rows()).toEqual(['one', 'two']));
  behind.intercept = (call) => call === 'queue.move' && behind.studio.queue.clear({ what: 'waiting' });
  screen.getByRole('button', { name: /^Move “two”/ }).focus();
  await user.keyboard('{ArrowUp}');
  expect((await screen.findByRole('alert')).textContent).not.toBe('');
  await screen.findByText('Nothing waits. What you generate joins here.');
});

test('a cancelled picture stands among the stopped, and Undo lets it wait again', async () => {
  add('one', 'two');
  const { user } = await openPanel();
  await user.click(await screen.findByRole('button', { name: 'Cancel “two”' }));
  await waitFor(() => expect(rows()).toEqual(['one']));
  const stopped = await screen.findByRole('button', { name: 'Try again: two' });
  expect(within(stopped.closest('li')!).getByText('Cancelled')).toBeDefined();
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(waiting()).toContain('two'));
  await screen.findByText('Nothing failed.');
});

test('a failed picture says why and what to do; trying again lets it wait', async () => {
  behind.studio.queue.add({ drafts: [draft({ prompt: 'lost', model: { id: 'gone' } })], first: false, sweep: null });
  const { user } = await openPanel();
  await user.click(await screen.findByRole('button', { name: 'Resume the queue' }));
  const retry = await screen.findByRole('button', { name: 'Try again: lost' });
  expect(screen.getByRole('button', { name: /1 failed/ })).toBeDefined();
  // What happened, and what to do.
  expect(retry.closest('li')!.textContent).toMatch(/gone.*\. .+\./);
  await user.click(screen.getByRole('button', { name: 'Pause the queue after this picture' }));
  await user.click(retry);
  await waitFor(() => expect(waiting()).toEqual(['lost']));
});

test('all that waits is cancelled at once, and Undo brings it back in its order', async () => {
  add('one', 'two', 'three');
  const { user } = await openPanel();
  await user.click(await screen.findByRole('button', { name: 'Cancel all waiting' }));
  await screen.findByText('Nothing waits. What you generate joins here.');
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(rows()).toEqual(['one', 'two', 'three']));
  expect(waiting()).toEqual(['one', 'two', 'three']);
});

test('two hundred waiting pictures draw as many rows as fit', async () => {
  behind.studio.queue.add({
    drafts: Array.from({ length: 200 }, (_, seed) => draft({ seed, prompt: `picture ${seed}` })),
    first: false,
    sweep: null,
  });
  await openPanel();
  await waitFor(() => expect(rows()).not.toHaveLength(0));
  expect(rows().length).toBeLessThan(60);
  expect(screen.getAllByRole('listitem')[0]!.getAttribute('aria-setsize')).toBe('200');
});

test('Escape closes the panel and gives the focus back', async () => {
  const { user } = await openPanel();
  await user.keyboard('{Escape}');
  expect(screen.queryByText('Nothing failed.')).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /Show the queue/ }));
});
