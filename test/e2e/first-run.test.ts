import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures } from './scenes.ts';

describeUnless(OBSTACLE, 'first run', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.close());

  test('shows the bundled pair in a slider and leads to the first picture with one button', async () => {
    const { page, api } = studio;
    const slider = page.getByRole('slider', { name: /divider/i });
    await slider.focus();
    const before = await slider.getAttribute('aria-valuenow');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => slider.getAttribute('aria-valuenow')).not.toBe(before);
    expect(await allPictures(api)).toEqual([]);

    await page.getByRole('button', { name: 'Generate your first' }).click();
    await page.getByTestId('live-phase').first().waitFor();
    const tile = page.getByTestId('picture-tile').first();
    await tile.waitFor();
    const [picture] = await allPictures(api);
    expect(picture).toMatchObject({ source: 'painted', modelId: 'sticker' });
    expect(picture!.joules).toBeGreaterThan(0);
    // The picture that was saved is the one in View, whole.
    const image = page.getByRole('main').locator(`img[src*="/pictures/${picture!.id}.png"]`).first();
    await image.waitFor();
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(picture!.width);
    expect(studio.complaints).toEqual([]);
  });

  test('comes back after a restart with its picture and the recipe as it was', async () => {
    const prompt = () => studio.page.getByRole('textbox', { name: 'Prompt', exact: true });
    await prompt().fill('a rocket, flat style');
    // Written once it has settled.
    const kept = async () => (await studio.api.studio.settings()).recipe;
    await expect.poll(kept).toMatchObject({ prompt: 'a rocket, flat style' });
    studio = await studio.restart();
    await studio.page.getByTestId('picture-tile').first().waitFor();
    await expect.poll(() => prompt().inputValue()).toBe('a rocket, flat style');
  });
});
