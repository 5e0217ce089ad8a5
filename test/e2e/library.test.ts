import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, dropFile, paint, pngOf, rememberTinyRecipe, tinyDraft } from './scenes.ts';

describeUnless(OBSTACLE, 'library', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        const prompts = ['a red apple', 'a green apple', 'a rocket', '一只猫'];
        await paint(api, await Promise.all(prompts.map((prompt, seed) => tinyDraft(api, { prompt, seed }))));
      },
    });
  });
  afterAll(() => studio?.close());

  const tiles = () => studio.page.getByTestId('picture-tile');

  test('finds pictures by the beginnings of words, and Chinese by any of its characters', async () => {
    const search = studio.page
      .getByRole('textbox', { name: 'Search prompts' })
      .or(studio.page.getByRole('searchbox', { name: 'Search prompts' }));
    await expect.poll(() => tiles().count()).toBe(4);
    await search.fill('app');
    await expect.poll(() => tiles().count()).toBe(2);
    await search.fill('gre app');
    await expect.poll(() => tiles().count()).toBe(1);
    await search.fill('猫');
    await expect.poll(() => tiles().count()).toBe(1);
    await search.fill('"( AND *');
    await studio.page.getByText('No pictures match').waitFor();
    await search.fill('');
    await expect.poll(() => tiles().count()).toBe(4);
  });

  test('trashes with the Delete key and puts back with the undo key, row and file', async () => {
    const { page, api, address } = studio;
    const [first] = await allPictures(api);
    const before = await pngOf(address, first!.id);
    await page.locator(`[data-testid="picture-tile"][data-picture-id="${first!.id}"]`).click();
    await page.keyboard.press('Delete');
    // It goes away again.
    await page.getByText('Moved to the trash').first().waitFor();
    await expect.poll(() => tiles().count()).toBe(3);
    expect((await api.pictures.get({ id: first!.id })).trashedAt).not.toBeNull();
    await page.keyboard.press('Control+z');
    await expect.poll(() => tiles().count()).toBe(4);
    await expect.poll(async () => (await api.pictures.get({ id: first!.id })).trashedAt).toBeNull();
    expect((await pngOf(address, first!.id)).equals(before)).toBe(true);
  });

  test('the Delete key takes the picture that was pressed last, also by another button and after the list began anew', async () => {
    const { page, api } = studio;
    const third = (await allPictures(api))[2]!;
    const tile = page.locator(`[data-testid="picture-tile"][data-picture-id="${third.id}"]`);
    await tile.click();
    await page.getByRole('button', { name: /^All/ }).click();
    await tile.click({ button: 'right' });
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await api.pictures.get({ id: third.id })).trashedAt).not.toBeNull();
    await expect.poll(() => tiles().count()).toBe(3);
    await api.pictures.restore({ ids: [third.id] });
    await expect.poll(() => tiles().count()).toBe(4);
  });

  test('takes a dropped PNG in with its recipe, says when it is there already, and refuses what is no PNG', async () => {
    const { page, api, folder } = studio;
    const [first] = await allPictures(api);
    const path = join(folder, 'dropped.png');
    await writeFile(path, await pngOf(studio.address, first!.id));
    await dropFile(page, path, 'dropped.png');
    await page.getByText('1 was already here').waitFor();

    await api.pictures.trash({ ids: [first!.id] });
    await api.pictures.purge({ ids: [first!.id] });
    await dropFile(page, path, 'dropped.png');
    await page.getByText('1 picture imported').waitFor();
    const imported = (await allPictures(api)).find(({ source }) => source === 'imported')!;
    expect(imported).toMatchObject({ prompt: first!.prompt, seed: first!.seed, chipId: first!.chipId });

    const text = join(folder, 'note.png');
    await writeFile(text, 'no picture');
    await dropFile(page, text, 'note.png');
    await page.getByText(/note\.png is not a PNG/i).waitFor();
  });

  test("'Use all' brings a picture's recipe into the panel and the undo key takes it back", async () => {
    const { page, api } = studio;
    const rocket = (await allPictures(api)).find(({ prompt }) => prompt === 'a rocket')!;
    const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    const before = await prompt.inputValue();
    await page.locator(`[data-testid="picture-tile"][data-picture-id="${rocket.id}"]`).click();
    await page.getByRole('button', { name: 'Use all' }).click();
    await expect.poll(() => prompt.inputValue()).toBe('a rocket');
    await page.keyboard.press('Control+z');
    await expect.poll(() => prompt.inputValue()).toBe(before);
  });

  test('exports a picture enlarged, on a colour, without its recipe', async () => {
    const { page, api } = studio;
    const rocket = (await allPictures(api)).find(({ prompt }) => prompt === 'a rocket')!;
    await page.locator(`[data-testid="picture-tile"][data-picture-id="${rocket.id}"]`).click();
    await page.keyboard.press('Control+e');
    await page.getByRole('checkbox', { name: 'Leave the recipe out' }).check();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save PNG' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/rocket.*\.png$/);
    const path = join(studio.folder, 'saved.png');
    await saved.saveAs(path);
    await dropFile(page, path, 'saved.png');
    await page.getByText(/carr(y|ies) no recipe/).waitFor();
  });

  test('an export that breaks off is told, with what to do, and nothing is saved', async () => {
    const { page, api, folder } = studio;
    const [first, second] = await allPictures(api);
    const { hash } = await api.pictures.get({ id: second!.id });
    const file = join(folder, 'library/pictures', hash.slice(0, 2), `${hash}.png`);
    // The connection breaks between the ticket and the download.
    await page.route('**/exports/*', async (route) => {
      await rename(file, `${file}.away`);
      await route.continue();
    });
    const saved: string[] = [];
    page.on('download', (download) => saved.push(download.suggestedFilename()));
    for (const { id } of [first!, second!]) {
      await page
        .locator(`[data-testid="picture-tile"][data-picture-id="${id}"]`)
        .click({ modifiers: ['ControlOrMeta'] });
    }
    await page.keyboard.press('Control+e');
    await page.getByRole('button', { name: 'Save ZIP' }).click();
    await page.getByText(/Export it again|Choose again what to export/).waitFor();
    expect(saved).toEqual([]);
    await page.unroute('**/exports/*');
    await rename(`${file}.away`, file);
  });

  test('a refusal reaches the artist with what to do', async () => {
    const { page, api, folder } = studio;
    const [first] = await allPictures(api);
    const { hash } = await api.pictures.get({ id: first!.id });
    const file = join(folder, 'library/pictures', hash.slice(0, 2), `${hash}.png`);
    await rename(file, `${file}.away`);
    const look = { scale: 1, background: 'transparent' as const, stripRecipe: false };
    const refusal = await api.pictures.export({ what: 'pictures', ids: [first!.id], look }).catch((error) => error);
    expect(refusal).toMatchObject({ defined: true, code: 'REFUSED', data: { todo: expect.stringMatching(/./) } });

    await page.keyboard.press('Escape');
    await page.locator(`[data-testid="picture-tile"][data-picture-id="${first!.id}"]`).click();
    await page.keyboard.press('Control+e');
    await page.getByRole('button', { name: 'Save PNG' }).click();
    await page.getByRole('dialog').getByText(refusal.data.todo).waitFor();
    await page.keyboard.press('Escape');
    await rename(`${file}.away`, file);
  });

  test('says at the next start that a file is gone, and keeps what it knows of the picture', async () => {
    const [first] = await allPictures(studio.api);
    const { hash } = await studio.api.pictures.get({ id: first!.id });
    await rm(join(studio.folder, 'library/pictures', hash.slice(0, 2), `${hash}.png`));
    studio = await studio.restart();
    await studio.page.getByText('The file of 1 picture is gone').waitFor();
    expect((await allPictures(studio.api)).map(({ id }) => id)).toContain(first!.id);
  });
});
