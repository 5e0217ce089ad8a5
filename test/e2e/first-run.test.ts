import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures } from './scenes.ts';

describe.skipIf(OBSTACLE)('first run', () => {
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
    expect(await slider.getAttribute('aria-valuenow')).not.toBe(before);
    expect(await allPictures(api)).toEqual([]);

    await page.getByRole('button', { name: 'Generate your first' }).click();
    await page.getByTestId('live-phase').first().waitFor();
    const tile = page.getByTestId('picture-tile').first();
    await tile.waitFor({ timeout: 110_000 });
    const [picture] = await allPictures(api);
    expect(picture).toMatchObject({ source: 'painted', modelId: 'sticker' });
    expect(picture!.joules).toBeGreaterThan(0);
    // The picture that landed is the one in View, whole.
    const image = page.getByRole('main').locator(`img[src*="/pictures/${picture!.id}.png"]`).first();
    await image.waitFor();
    expect(await image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(picture!.width);
    expect(studio.complaints).toEqual([]);
  }, 120_000);

  test('comes back after a restart with its picture and the recipe as it was', async () => {
    const { page } = studio;
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a rocket, flat style');
    await page.waitForTimeout(700);
    studio = await studio.restart();
    await studio.page.getByTestId('picture-tile').first().waitFor();
    expect(await studio.page.getByRole('textbox', { name: 'Prompt', exact: true }).inputValue()).toBe(
      'a rocket, flat style',
    );
  });
});
