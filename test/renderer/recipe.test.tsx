import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../src/renderer/commands/registry.ts';
import { api } from '../../src/renderer/contract/client.ts';
import { QueueStrip } from '../../src/renderer/queue/QueueStrip.tsx';
import { RecipePanel } from '../../src/renderer/recipe/RecipePanel.tsx';
import { useRecipe } from '../../src/renderer/recipe/store/recipe-store.ts';
import { painted } from '../library/painted.ts';
import { draft } from '../queue/start-queue.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
beforeEach(() => {
  behind.studio.queue.pause();
});
afterEach(() => behind.studio.queue.clear({ what: 'waiting' }));

const waiting = () => behind.studio.queue.state().waiting;
const generate = () => screen.findByRole('button', { name: /^Generate/ });

const cost = () => document.querySelector('#generate-cost')!.textContent;
/** The figures are those of what is on the screen. */
const settled = async () => {
  await waitFor(() => expect(cost()).toMatch(/J/));
  await waitFor(() => expect(document.querySelector('#generate-cost [data-stale]')).toBeNull());
};

/** Replaces a field's text at once, because the estimates during typing are not what these tests are about. */
async function write(user: UserEvent, field: HTMLElement, text: string): Promise<void> {
  await user.clear(field);
  await user.click(field);
  await user.paste(text);
  await user.tab();
}

/** The panel with a prompt in it, ready to generate. */
async function openPanel(prompt = 'a red apple') {
  const shown = show(<RecipePanel />);
  const field = await screen.findByRole('textbox', { name: /^Prompt/ });
  await write(shown.user, field, prompt);
  await waitFor(async () => expect((await generate()).hasAttribute('disabled')).toBe(false));
  return shown;
}

test('Generate queues what was typed, with the settings on the screen', async () => {
  const { user } = await openPanel('a pear, 3d style');
  const steps = screen.getByRole('textbox', { name: 'Steps' });
  await write(user, steps, '7');
  await user.click(await generate());
  await waitFor(() => expect(waiting()).toHaveLength(1));
  const [job] = waiting();
  expect(job).toMatchObject({ prompt: 'a pear, 3d style', steps: 7 });
});

test('each press takes a new seed, until the seed is locked', async () => {
  const { user } = await openPanel();
  await user.click(await generate());
  await user.click(await generate());
  await waitFor(() => expect(waiting()).toHaveLength(2));
  const [first, second] = waiting().map(({ seed }) => seed);
  expect(second).not.toBe(first);
  await user.click(screen.getByRole('button', { name: 'Keep this seed for the next pictures' }));
  await user.click(await generate());
  await user.click(await generate());
  await waitFor(() => expect(waiting()).toHaveLength(4));
  const [third, fourth] = waiting()
    .map(({ seed }) => seed)
    .slice(2);
  expect(fourth).toBe(third);
});

test('Generate first puts the picture before those that wait', async () => {
  behind.studio.queue.add({ drafts: [draft({ prompt: 'earlier' })], first: false, sweep: null });
  await openPanel('urgent');
  act(() => runCommand('generate-first'));
  await waitFor(() => expect(waiting().map(({ prompt }) => prompt)).toEqual(['urgent', 'earlier']));
});

test('a refused picture says why beside the button, and the next press keeps its seed', async () => {
  const { user } = await openPanel();
  behind.intercept = (call) => {
    if (call === 'queue.add') throw new Error('the wire is cut');
  };
  await user.click(await generate());
  expect((await screen.findByRole('alert')).textContent).toContain('Try again');
  const { seed } = useRecipe.getState().form;
  behind.intercept = () => undefined;
  await user.click(await generate());
  await waitFor(() => expect(waiting().map((job) => job.seed)).toEqual([seed]));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('a sweep says how many pictures it queues, and queues them as one', async () => {
  const { user } = await openPanel();
  await user.click(screen.getByRole('button', { name: 'Try several values of Steps' }));
  const values = screen.getByRole('textbox', { name: /^Steps/ });
  await write(user, values, '2, 3, 4');
  const without = screen.getByRole('checkbox', { name: 'Also paint the exact reference' });
  if ((without as HTMLInputElement).checked) await user.click(without);
  await user.click(await screen.findByRole('button', { name: /^Generate 3/ }));
  await waitFor(() => expect(waiting().map(({ steps }) => steps)).toEqual([2, 3, 4]));
  expect(new Set(waiting().map(({ sweepId }) => sweepId)).size).toBe(1);
  await user.click(screen.getByRole('button', { name: 'Back to one value of Steps' }));
});

test('values that cannot be read are told, and nothing can be queued', async () => {
  const { user } = await openPanel();
  await user.click(screen.getByRole('button', { name: 'Try several values of Steps' }));
  const values = screen.getByRole('textbox', { name: /^Steps/ });
  await write(user, values, 'many');
  await screen.findByText('The values of Steps need a correction');
  expect((await generate()).hasAttribute('disabled')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Back to one value of Steps' }));
});

test('the cost follows the settings: twice the steps, about twice the joules', async () => {
  const { user } = await openPanel();
  await write(user, screen.getByRole('textbox', { name: 'Steps' }), '10');
  await settled();
  const few = cost();
  await write(user, screen.getByRole('textbox', { name: 'Steps' }), '20');
  await settled();
  const many = cost();
  const joules = (text: string) => Number(/([\d.]+) ?[µm]?J/.exec(text)![1]);
  expect(joules(many) / joules(few)).toBeGreaterThan(1.5);
});

test('keys in quick succession ask for one estimate, that of the last', async () => {
  await openPanel();
  await settled();
  const asked: string[] = [];
  behind.intercept = (call, input) => {
    if (call === 'estimate.jobs') asked.push((input as { drafts: { prompt: string }[] }).drafts[0]!.prompt);
  };
  const prompt = screen.getByRole('textbox', { name: /^Prompt/ });
  for (const value of ['p', 'pl', 'plu', 'plum']) fireEvent.change(prompt, { target: { value } });
  await waitFor(() => expect(asked).toContain('plum'));
  expect(new Set(asked)).toEqual(new Set(['plum']));
});

test('an answer that comes late, after a newer one, is not shown', async () => {
  const { user } = await openPanel();
  const writeSteps = (steps: string) => write(user, screen.getByRole('textbox', { name: 'Steps' }), steps);
  await writeSteps('5');
  await settled();
  const ofFive = cost();
  const late = Promise.withResolvers<void>();
  let held = 0;
  let answered = 0;
  behind.intercept = async (call, input) => {
    if (call !== 'estimate.jobs' || (input as { drafts: { steps: number }[] }).drafts[0]!.steps !== 41) return;
    held++;
    await late.promise;
    answered++;
  };
  await writeSteps('41');
  await waitFor(() => expect(held).toBe(1));
  await writeSteps('5');
  await settled();
  late.resolve();
  await waitFor(() => expect(answered).toBe(1));
  // It has to arrive after the other on the same connection.
  await api.queue.state();
  expect(cost()).toBe(ofFive);
});

test('an estimate that fails is told where it would stand', async () => {
  behind.intercept = (call) => {
    if (call === 'estimate.jobs') throw new Error('the wire is cut');
  };
  await openPanel('an apple that nobody estimated');
  await screen.findByText(/^No estimate: /);
});

test('the recipe of a picture is taken as a whole, and Undo brings back what stood there', async () => {
  const { user } = await openPanel('mine');
  const id = await behind.studio.library.save({
    result: painted({ prompt: 'theirs', seed: 99, steps: 9 }),
    sweepId: null,
  });
  act(() => useRecipe.getState().use(behind.studio.library.pictures.get({ id }), 'all'));
  const prompt = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /^Prompt/ });
  expect(prompt.value).toBe('theirs');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Steps' }).value).toBe('9');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Seed' }).value).toBe('99');
  await screen.findByText('Took the whole recipe');
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(prompt.value).toBe('mine');
});

test('Generate works from the keyboard while the panel is hidden', async () => {
  const { view } = await openPanel('hidden');
  view.unmount();
  show(<QueueStrip />);
  await screen.findByText('Nothing is being painted');
  act(() => runCommand('generate'));
  await waitFor(() => expect(waiting().map(({ prompt }) => prompt)).toEqual(['hidden']));
});
