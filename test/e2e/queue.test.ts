import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { holdEngine } from '../queue/engine-processes.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, rememberTinyRecipe, tinyDraft } from './scenes.ts';

describeUnless(OBSTACLE, 'queue', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({ prepare: (api) => rememberTinyRecipe(api) });
  });
  afterAll(() => studio?.close());
  beforeEach(async () => {
    await studio.api.queue.clear({ what: 'waiting' });
    await studio.api.queue.clear({ what: 'stopped' });
    await studio.api.queue.resume();
  });

  const beingPainted = (steps: number) =>
    studio.page.getByText(new RegExp(`Step \\d+ of ${steps}|Being painted`)).first();

  test('queues, reorders by keyboard, cancels one, and paints the rest in that order', async () => {
    const { page, api } = studio;
    await api.queue.pause();
    for (const prompt of ['one', 'two', 'three']) {
      await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
      await page
        .getByRole('button', { name: /^Generate( |Ctrl)/ })
        .first()
        .click();
      await expect.poll(async () => (await api.queue.state()).waiting.at(-1)?.prompt).toBe(prompt);
    }
    await page.getByRole('button', { name: 'Show the queue' }).click();
    await page.getByRole('button', { name: /^Move “three”/ }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect
      .poll(async () => (await api.queue.state()).waiting.map(({ prompt }) => prompt))
      .toEqual(['three', 'one', 'two']);

    await page.getByRole('button', { name: 'Cancel “one”' }).click();
    await expect
      .poll(async () => (await api.queue.state()).waiting.map(({ prompt }) => prompt))
      .toEqual(['three', 'two']);
    await page.getByRole('button', { name: 'Resume the queue' }).first().click();
    await expect.poll(async () => (await allPictures(api)).map(({ prompt }) => prompt)).toEqual(['three', 'two']);
  });

  test('cancels the running picture by key and can paint it again', async () => {
    const { page, api } = studio;
    await api.queue.add({ drafts: [await tinyDraft(api, { prompt: 'long', steps: 200 })], first: true, sweep: null });
    // View shows nothing for a job that was cancelled before its first preview.
    await expect.poll(async () => (await api.queue.state()).waiting[0]?.previewUrl).toBeTruthy();
    const goOn = holdEngine(studio.pid);
    await beingPainted(200).waitFor();
    await page.locator('body').click({ position: { x: 700, y: 12 } });
    await page.keyboard.press('Shift+X');
    goOn();
    await expect.poll(async () => (await api.queue.state()).stopped[0]?.state).toBe('cancelled');
    expect((await allPictures(api)).some(({ prompt }) => prompt === 'long')).toBe(false);
    await page
      .getByRole('button', { name: /^(Try again|Paint it again)$/ })
      .first()
      .click();
    await expect.poll(async () => (await allPictures(api)).map(({ prompt }) => prompt)).toContain('long');
  });

  test('a reload while painting loses nothing: the picture goes on and lands', async () => {
    const { page, api } = studio;
    // Seconds of painting are left when the page is there again.
    const slow = await tinyDraft(api, { prompt: 'reload', steps: 60, width: 128, height: 128 });
    await api.queue.add({ drafts: [slow], first: true, sweep: null });
    // View shows nothing for a job that was cancelled before its first preview.
    await expect.poll(async () => (await api.queue.state()).waiting[0]?.previewUrl).toBeTruthy();
    const goOn = holdEngine(studio.pid);
    await page.reload();
    await page.getByRole('tab').first().waitFor();
    goOn();
    await beingPainted(60).waitFor();
    await expect.poll(async () => (await allPictures(api)).map(({ prompt }) => prompt)).toContain('reload');
    await page.locator('[data-testid="picture-tile"]').first().waitFor();
  });

  test('SIGTERM in the middle of a queue ends it cleanly, and the next start offers what waited', async () => {
    const { api } = studio;
    // Large pictures: none is finished by the time of the signal.
    const large = { prompt: 'waits', steps: 200, width: 256, height: 256 };
    const drafts = await Promise.all([1, 2, 3].map((seed) => tinyDraft(api, { ...large, seed })));
    await api.queue.add({ drafts, first: false, sweep: null });
    await expect.poll(async () => (await api.queue.state()).waiting[0]?.state).toBe('running');
    studio = await studio.restart();
    const state = await studio.api.queue.state();
    expect(state).toMatchObject({ paused: true, restored: 3 });
    await studio.page.getByText('3 pictures were waiting when Ohmbrush stopped.').waitFor();
    await studio.page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(async () => (await studio.api.queue.state()).waiting).toEqual([]);
  });
});
