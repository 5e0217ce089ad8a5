import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, rememberTinyRecipe } from './scenes.ts';

describeUnless(OBSTACLE, 'sweep, grid and trade-off', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({ prepare: (api) => rememberTinyRecipe(api, { seedLocked: true }) });
  });
  afterAll(() => studio?.close());

  test('two swept fields make a grid of 2 x 3 that fills as its pictures finish', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: 'Try several values of Steps' }).click();
    await page.getByRole('textbox', { name: 'Steps' }).fill('2, 3');
    await page.getByRole('button', { name: 'Try several values of Guidance' }).click();
    await page.getByRole('textbox', { name: 'Guidance' }).fill('1-3 x 3');
    await page.getByRole('button', { name: /^Generate 6/ }).click();

    const cells = page.getByTestId('sweep-cell');
    await expect.poll(() => cells.count()).toBe(6);
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(expect.arrayContaining(['2', '3']));
    await expect.poll(() => page.locator('[data-testid="sweep-cell"][data-state="done"]').count()).toBe(6);
    // With an exact one for each of the six scenes.
    await expect.poll(async () => (await allPictures(studio.api)).length).toBe(12);
  });

  test('the grid moves by arrows and opens a picture', async () => {
    const { page } = studio;
    await page.locator('[data-cell="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-cell'))).toBe('3');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('tab', { name: 'View' }).getAttribute('aria-selected')).toBe('true');
  });

  test('the sheet and the table of a sweep can be saved', async () => {
    const { page } = studio;
    await page.getByRole('tab', { name: 'Grid' }).click();
    for (const [button, ending] of [
      ['Export PNG', '.png'],
      ['Export CSV', '.csv'],
    ] as const) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: button }).click();
      expect((await download).suggestedFilename().endsWith(ending)).toBe(true);
    }
  });

  test('a brush over the trade-off selects pictures into Compare, beside the exact one', async () => {
    const { page, api } = studio;
    await expect
      .poll(async () => (await allPictures(api)).filter(({ exact, fidelity }) => !exact && fidelity).length)
      .toBe(6);
    await page.getByRole('tab', { name: 'Trade-off' }).click();
    await page.getByRole('combobox', { name: 'Likeness to the exact picture' }).click();
    await page.getByRole('option', { name: /FLIP/ }).click();
    const points = page.getByTestId('trade-off-point');
    await expect.poll(() => points.count()).toBe(6);
    const chart = (await page.locator('svg:has([data-testid="trade-off-point"])').boundingBox())!;
    await page.mouse.move(chart.x + 60, chart.y + 20);
    await page.mouse.down();
    await page.mouse.move(chart.x + chart.width - 4, chart.y + chart.height - 42, { steps: 5 });
    await page.mouse.up();
    await page.getByText('6 selected').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Compare', exact: true }).click();
    await expect.poll(() => page.getByRole('tab', { name: 'Compare' }).getAttribute('aria-selected')).toBe('true');
    await page.getByText('Reference').first().waitFor();
  });

  test('the table says the same as the chart', async () => {
    const { page } = studio;
    await page.getByRole('tab', { name: 'Trade-off' }).click();
    await page.getByText('Table', { exact: true }).click();
    await expect.poll(() => page.getByRole('checkbox', { name: /^Select picture/ }).count()).toBe(6);
  });
});
