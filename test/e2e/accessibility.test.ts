import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCREEN_IDS, type ScreenId } from '../../src/renderer/state/screens.ts';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { exactly, paint, rememberTinyRecipe, tinyDraft, untilPainted, untilStill } from './scenes.ts';

/** Selectors that are present once a tab has drawn its content. */
const SHOWN: Record<ScreenId, string> = {
  view: 'img[src*="/pictures/"]',
  compare: '[role="tabpanel"]',
  grid: '[data-testid="sweep-cell"][data-state="done"] img',
  'trade-off': '[data-testid="trade-off-point"]',
  chips: 'text=Phase change',
};

describeUnless(OBSTACLE, 'accessibility', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        const draft = await tinyDraft(api);
        const cells = [draft, { ...draft, steps: 3 }];
        await paint(api, await Promise.all(cells.map((cell) => exactly(api, cell))));
        await api.queue.add({ drafts: cells, first: false, sweep: { x: { field: 'steps', values: [2, 3] }, y: null } });
        await untilPainted(api);
      },
      reducedMotion: 'reduce',
    });
  });
  afterAll(() => studio?.close());

  async function violations() {
    const { violations } = await new AxeBuilder({ page: studio.page as never }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }));
  }

  test.for(SCREEN_IDS.map((name, index) => ({ name, index })))(
    'axe finds nothing serious in $name',
    async ({ name, index }) => {
      const main = studio.page.getByRole('main');
      await main.getByRole('tab').nth(index).click();
      await main.locator(SHOWN[name]).locator('visible=true').first().waitFor();
      await untilStill(studio.page);
      expect(await violations()).toEqual([]);
    },
  );

  test('nor in the maintenance of the library and its questions', async () => {
    const { page, api } = studio;
    await api.maintenance.backUp();
    await api.maintenance.verify();
    await page.getByRole('button', { name: /^Library maintenance/ }).click();
    await page.getByText('Last checked').waitFor();
    await untilStill(page);
    expect(await violations()).toEqual([]);
    await page
      .getByRole('button', { name: /^Restore the backup/ })
      .first()
      .click();
    await page.getByText('No picture file is deleted.').waitFor();
    await untilStill(page);
    expect(await violations()).toEqual([]);
    // Closing the question returns the focus to where it was asked.
    await page.keyboard.press('Escape');
    await page.getByText('Last checked').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('nor in the queue, the key list, the palette and the export', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: 'Show the queue' }).click();
    expect(await violations()).toEqual([]);
    for (const key of ['?', 'Control+k', 'Control+e']) {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await untilStill(page);
      expect(await violations(), key).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
});

describeUnless(OBSTACLE, 'accessibility of a damaged library', () => {
  test('axe finds nothing serious, and the keyboard alone restores', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ohmbrush-e2e-'));
    const before = await openStudio({
      folder,
      async prepare(api) {
        await paint(api, [await tinyDraft(api)]);
        await api.maintenance.backUp();
      },
    });
    await before.stop('SIGTERM');
    await before.page.context().browser()!.close();
    await writeFile(join(folder, 'library/library.db'), 'not a database');
    const studio = await openStudio({ folder, reducedMotion: 'reduce' });
    try {
      const { page } = studio;
      await page.getByRole('heading', { name: /database is damaged/ }).waitFor();
      const { violations } = await new AxeBuilder({ page: page as never }).analyze();
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      // The language, the backup, the button.
      for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Restore this backup');
      await page.keyboard.press('Enter');
      await page.getByTestId('picture-tile').waitFor();
    } finally {
      await studio.close();
    }
  });
});
