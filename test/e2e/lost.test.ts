import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { paint, rememberTinyRecipe, tinyDraft } from './scenes.ts';

describeUnless(OBSTACLE, 'a studio that has stopped', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        await paint(api, [await tinyDraft(api)]);
      },
    });
  });
  afterAll(() => studio?.close());

  test('the page says so, and goes on by itself when the studio is back on the same port', async () => {
    const { page } = studio;
    let looks = 0;
    page.on('requestfailed', () => looks++);
    await studio.stop('SIGKILL');
    await page.getByRole('dialog', { name: 'The studio has stopped' }).waitFor();
    // The page retries a few times; each failure is not reported.
    await expect.poll(() => looks).toBeGreaterThan(2);
    expect(await page.getByRole('alert').count()).toBe(0);
    await studio.startAgain();
    await page.getByTestId('picture-tile').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
