import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, paint, rememberTinyRecipe, tinyDraft } from './scenes.ts';

describeUnless(OBSTACLE, 'compare', () => {
  let studio: OpenStudio;
  let ids: number[];
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        const frugal = (await api.precisions.list()).find(({ name }) => name === 'frugal')!;
        ids = await paint(api, [await tinyDraft(api), await tinyDraft(api, { precision: frugal })]);
      },
    });
  });
  afterAll(() => studio?.close());

  test('shows two pinned pictures, only what differs, and zooms them as one', async () => {
    const { page } = studio;
    for (const id of ids) {
      await page.locator(`[data-testid="picture-tile"][data-picture-id="${id}"]`).click({ modifiers: ['Alt'] });
    }
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByText('Side by side').click();
    const images = page.getByRole('main').locator('img[src*="/pictures/"]');
    await expect.poll(() => images.count()).toBe(2);
    const table = page.getByRole('region', { name: 'Figures and settings that differ' });
    await expect.poll(() => table.textContent()).toMatch(/Precision/);
    expect(await table.textContent()).not.toMatch(/Sampler|Guidance/);

    const widths = () => images.evaluateAll((all) => all.map((image) => image.getBoundingClientRect().width));
    const before = await widths();
    await page.getByRole('button', { name: 'Zoom in' }).first().click();
    await expect.poll(async () => (await widths())[0]).toBeGreaterThan(before[0]!);
    const after = await widths();
    expect(after[0]).toBeCloseTo(after[1]!, 3);
  });

  test('paints the exact picture on demand and measures against it', async () => {
    const { page, api } = studio;
    await page.getByRole('button', { name: 'Paint the exact picture' }).click();
    await expect.poll(async () => (await allPictures(api)).filter(({ exact }) => exact).length).toBe(1);
    const exact = (await allPictures(api)).find((picture) => picture.exact)!;
    await page.getByRole('main').locator(`img[src*="/pictures/${exact.id}.png"]`).first().waitFor();
    await page
      .getByText(/PSNR|Identical/)
      .first()
      .waitFor();
    await page.getByText('Heatmap').click();
    const heatmap = page.getByRole('main').locator(`img[src*="/flip/${exact.id}/"]`).first();
    await heatmap.waitFor();
    await expect.poll(() => heatmap.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(exact.width);
    expect(studio.complaints).toEqual([]);
  });
});
