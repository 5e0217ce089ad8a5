import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STAGE_TABS } from '../../src/renderer/state/stage.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { exactly, paint, rememberTinyRecipe, tinyDraft, untilPainted } from './scenes.ts';

describe.skipIf(OBSTACLE)('accessibility', () => {
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

  test.for(STAGE_TABS.map((name, index) => ({ name, index })))(
    'axe finds nothing serious in $name',
    async ({ index }) => {
      await studio.page.getByRole('main').getByRole('tab').nth(index).click();
      await studio.page.waitForTimeout(500);
      expect(await violations()).toEqual([]);
    },
  );

  test('nor in the queue, the key list, the palette and the export', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: 'Show the queue' }).click();
    expect(await violations()).toEqual([]);
    for (const key of ['?', 'Control+k', 'Control+e']) {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(300);
      expect(await violations(), key).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
});
