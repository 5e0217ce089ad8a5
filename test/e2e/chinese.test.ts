import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zh } from '../../src/shared/locales/zh.ts';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { dropFile, exactly, paint, rememberTinyRecipe, tinyDraft, untilPainted, untilStill } from './scenes.ts';

/** What a Chinese artist writes in Latin letters, too: names, terms of the trade, units and keys. */
const ALLOWED = new Set(
  `Ohmbrush CIM ADC DAC PNG CSV JSON ID SRAM ReRAM PCM DRAM SNR PSNR SSIM MS MS-SSIM HaarPSI FLIP CPU GPU Alt Ctrl Shift Enter
  Esc Delete SHA replaced Q-Diffusion ISAAC HERMES IBM IMAGINE Colonnade Accelergy ZigZag Jia stuckOn stuckOff
  GB MB KB kB dB nm ns ms mJ nJ pJ fJ kJ nS mV GHz MHz kHz Hz mW nW pW zip wasm native reference
  float name description weights cell dac tile read adc circuit source
  Euler ancestral DDIM DPM model Tiny variant LSB IR`.split(/\s+/),
);

/** Every text that is seen or read aloud, without what is the artist's own or a code. */
async function shownTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const foreign = 'code, kbd, pre, [lang]:not(html):not([lang^="zh"]), script, style';
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      const text = node.textContent?.trim();
      if (text && !parent.closest(foreign) && parent.checkVisibility()) found.add(text);
    }
    for (const element of document.querySelectorAll('*')) {
      if (element.closest(`${foreign}, [aria-hidden="true"]`) || !element.checkVisibility()) continue;
      for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt']) {
        const text = element.getAttribute(name)?.trim();
        if (text) found.add(text);
      }
      if (element instanceof HTMLInputElement && element.readOnly && element.value) found.add(element.value);
    }
    return [...found];
  });
}

/** Texts with words in Latin letters that no Chinese text needs. */
async function english(page: Page): Promise<string[]> {
  await untilStill(page);
  const texts = await shownTexts(page);
  const isEnglish = (word: string) => word.length > 1 && !ALLOWED.has(word) && !/^µ[A-Za-z]$/.test(word);
  const codes = /`[^`]*`|\S+\.(png|json|csv|db|zip)|\S*\/\S+|[0-9a-f]{16}/g;
  return texts.filter((text) =>
    text
      .replaceAll(codes, '')
      .match(/[A-Za-zµ]+(-[A-Za-z]+)*/g)
      ?.some(isEnglish),
  );
}

const NOTHING: string[] = [];

describeUnless(OBSTACLE, 'the Chinese studio', () => {
  let studio: OpenStudio;
  const titles = zh.app;
  beforeAll(async () => {
    studio = await openStudio({
      locale: 'zh-CN',
      async prepare(api) {
        await rememberTinyRecipe(api, { prompt: '一只狐狸' });
        const fox = await tinyDraft(api, { prompt: '一只狐狸' });
        const chips = await api.chips.list();
        const pcm = chips.find(({ profile }) => profile.id === 'pcm')!.profile;
        await paint(api, [
          fox,
          { ...fox, seed: 2, steps: 3, guidance: 3 },
          await exactly(api, fox),
          { ...fox, chip: pcm, age: 3600 },
        ]);
        const drafts = [fox, { ...fox, steps: 3 }];
        const axis = (field: 'steps' | 'seed', values: number[]) => ({ field, values });
        const sweep = { x: axis('steps', [2, 3]), y: axis('seed', [1]) };
        await api.queue.add({ drafts, first: false, sweep });
        await untilPainted(api);
        // Refused by the engine: the model’s sizes are multiples of 4.
        await api.queue.add({ drafts: [{ ...fox, width: 34, prompt: '一只猫' }], first: false, sweep: null });
        await untilPainted(api);
        await api.maintenance.backUp();
      },
    });
  });
  afterAll(() => studio?.close());

  const tab = (name: string) => studio.page.getByRole('tab', { name, exact: true });
  const run = async (command: string) => {
    await studio.page.keyboard.press('Control+k');
    await studio.page.getByPlaceholder(titles.paletteSearch).fill(command);
    await studio.page.keyboard.press('Enter');
  };

  test('every screen', async () => {
    const { page } = studio;
    for (const name of [titles.view, titles.compare, titles.grid, titles.tradeOff, titles.chips]) {
      await tab(name).click();
      expect.soft(await english(page), name).toEqual(NOTHING);
    }
  });

  test('every chip, and its editor', async () => {
    const { page } = studio;
    await tab(titles.chips).click();
    const chips = page.getByRole('main').getByRole('listbox').getByRole('option');
    const list = (await chips.count()) > 0 ? chips : page.getByRole('main').locator('nav button');
    for (let i = 0; i < (await list.count()); i++) {
      await list.nth(i).click();
      expect.soft(await english(page), `chip ${i}`).toEqual(NOTHING);
      const edit = page.getByRole('button', { name: zh.chips.editCopy });
      if ((await edit.count()) === 0) continue;
      await edit.click();
      expect.soft(await english(page), `editor of chip ${i}`).toEqual(NOTHING);
      await page.getByRole('button', { name: zh.chips.cancel, exact: true }).click();
    }
  });

  test('compared pictures', async () => {
    const { page } = studio;
    for (let i = 0; i < 2; i++) {
      await page.getByTestId('picture-tile').nth(i).click();
      await page.keyboard.press('p');
    }
    await tab(titles.compare).click();
    expect.soft(await english(page)).toEqual(NOTHING);
  });

  test('lists of choices', async () => {
    const { page } = studio;
    await tab(titles.view).click();
    const choices = page.getByRole('region', { name: titles.recipe }).getByRole('combobox');
    for (let i = 0; i < (await choices.count()); i++) {
      await choices.nth(i).click();
      expect.soft(await english(page), `choice ${i}`).toEqual(NOTHING);
      await page.keyboard.press('Escape');
    }
  });

  test('the filter', async () => {
    const { page } = studio;
    const filter = page.getByRole('button', { name: zh.library.filter, exact: true });
    await filter.click();
    await page.getByText(zh.library.starredOnly).waitFor();
    expect.soft(await english(page)).toEqual(NOTHING);
    await filter.click();
  });

  test('dialogs', async () => {
    const { page } = studio;
    await page.getByTestId('picture-tile').first().click();
    for (const [command, title] of [
      ['show-keys', zh.app.keysTitle],
      ['export-pictures', zh.library.export],
      ['library-maintenance', zh.maintenance.title],
      ['show-queue', zh.queue.queue],
    ] as const) {
      await run(zh.commands[command]);
      const shown = page.getByRole(command === 'show-queue' ? 'region' : 'dialog', { name: title, exact: true });
      await shown.waitFor();
      // The dialog before may still be fading out.
      await expect.poll(() => english(page), { message: command }).toEqual(NOTHING);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('Control+k');
    await expect.poll(() => english(page), { message: 'palette' }).toEqual(NOTHING);
    await page.keyboard.press('Escape');
  });

  test('refusals: a picture and a chip that cannot be imported', async () => {
    const { page, folder } = studio;
    const path = join(folder, 'bad.png');
    await writeFile(path, 'no picture');
    await tab(titles.view).click();
    await dropFile(page, path, 'bad.png');
    await page.getByText('bad.png').first().waitFor();
    expect.soft(await english(page), 'import').toEqual(NOTHING);
    await tab(titles.chips).click();
    const chip = join(folder, 'bad.json');
    await writeFile(chip, '{"kind":"analog","id":"x","tile":{"rows":2}}');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: zh.chips.import }).click(),
    ]);
    await chooser.setFiles(chip);
    await page.getByText('bad.json').first().waitFor();
    expect.soft(await english(page), 'chip').toEqual(NOTHING);
  });

  test('the rescue of a damaged library', async () => {
    await studio.stop('SIGTERM');
    const file = await open(join(studio.folder, 'library', 'library.db'), 'r+');
    await file.write('not a database '.repeat(20), 0);
    await file.close();
    studio = await studio.restart();
    await studio.page.getByRole('heading', { name: zh.maintenance.rescueTitle }).waitFor();
    expect(await english(studio.page)).toEqual(NOTHING);
  });
});
