import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, paint, rememberTinyRecipe, tinyDraft } from './scenes.ts';

describeUnless(OBSTACLE, 'language and keyboard', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        await paint(api, [await tinyDraft(api, { seed: 1 }), await tinyDraft(api, { seed: 2 })]);
      },
    });
  });
  afterAll(() => studio?.close());

  test('types, generates, looks, rates and trashes without the mouse', async () => {
    const { page, api } = studio;
    // At once, while the recipe may still be loading: the prompt takes the focus as soon as it is there.
    await page.keyboard.press('i');
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('a bear');
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await allPictures(api)).map(({ prompt }) => prompt)).toContain('a bear');
    const bear = (await allPictures(api)).find(({ prompt }) => prompt === 'a bear')!;
    await page.getByRole('main').locator(`img[src*="/pictures/${bear.id}.png"]`).first().waitFor();

    // Letters belong to the text until it is left.
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('4');
    await expect.poll(async () => (await api.pictures.get({ id: bear.id })).rating).toBe(4);
    await page.keyboard.press('s');
    await expect.poll(async () => (await api.pictures.get({ id: bear.id })).star).toBe(true);
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await api.pictures.get({ id: bear.id })).trashedAt).not.toBeNull();
    await page.getByText('Moved to the trash').first().waitFor();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await api.pictures.get({ id: bear.id })).trashedAt).toBeNull();
  });

  test('the command palette runs a command by its name, in either language', async () => {
    const { page } = studio;
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('芯片');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('tab', { name: 'Chips' }).getAttribute('aria-selected')).toBe('true');
  });

  test('switches to Chinese at once and stays Chinese', async () => {
    const { page, api } = studio;
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('中文');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: '权衡' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await page.getByRole('textbox', { name: '提示词', exact: true }).waitFor();
    // Written once it has settled.
    await expect.poll(async () => (await api.studio.settings()).language).toMatchObject({ language: 'zh' });
    await page.reload();
    await page.getByRole('tab', { name: '权衡' }).waitFor();
  });

  test('greets a Chinese system in Chinese', async () => {
    const other = await openStudio({ locale: 'zh-CN' });
    try {
      await other.page.getByRole('tab', { name: '查看' }).waitFor();
    } finally {
      await other.close();
    }
  });
});
