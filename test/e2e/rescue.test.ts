import { existsSync } from 'node:fs';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, paint, rememberTinyRecipe, tinyDraft } from './scenes.ts';

describeUnless(OBSTACLE, 'rescue of a damaged library', () => {
  let studio: OpenStudio;
  let starred: number;
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        [starred] = (await paint(api, [
          await tinyDraft(api, { prompt: 'a fox' }),
          await tinyDraft(api, { prompt: 'an owl' }),
        ])) as [number, number];
        await api.pictures.star({ ids: [starred], star: true });
        await api.maintenance.backUp();
        await paint(api, [await tinyDraft(api, { prompt: 'painted since', seed: 5 })]);
      },
    });
  });
  afterAll(() => studio?.close());

  const library = () => join(studio.folder, 'library');
  const tiles = () => studio.page.getByTestId('picture-tile');
  const heading = () => studio.page.getByRole('heading', { name: 'The library’s database is damaged' });

  /** Overwrites the beginning of the database, as a failing disk may. */
  async function damage(): Promise<void> {
    await studio.stop('SIGTERM');
    const file = await open(join(library(), 'library.db'), 'r+');
    await file.write('not a database '.repeat(20), 0);
    await file.close();
    studio = await studio.restart();
    await heading().waitFor();
  }

  test('the start is a screen with choices; a restored backup brings everything back, with what was painted since', async () => {
    await damage();
    const { page } = studio;
    expect(await page.getByRole('main').textContent()).toMatch(/Your pictures are safe/);
    expect(await page.getByRole('main').textContent()).not.toMatch(/move/i);
    expect(await page.getByRole('tab').count()).toBe(0);
    expect(await page.getByRole('radio').first().isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Restore this backup' }).click();
    await expect.poll(() => tiles().count()).toBe(3);
    await page.getByText('The library is open again').waitFor();

    const pictures = await allPictures(await studio.connect());
    expect(pictures.map(({ prompt }) => prompt).sort()).toEqual(['a fox', 'an owl', 'painted since']);
    expect(pictures.find(({ prompt }) => prompt === 'a fox')).toMatchObject({ star: true });
    const [kept] = await readdir(join(library(), 'replaced'));
    const old = await readFile(join(library(), 'replaced', kept!, 'library.db'), 'latin1');
    expect(old).toMatch(/^not a database /);
    expect(studio.complaints).toEqual([]);
  });

  test('a choice that fails says why and what to do in its place, and the other one still helps', async () => {
    await damage();
    const { page } = studio;
    await rm(join(library(), 'backups'), { recursive: true });
    await page.getByRole('button', { name: 'Restore this backup' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/There is no backup .*\.db.*Choose another one\./);

    await page.getByRole('button', { name: 'Rebuild from the pictures' }).click();
    await expect.poll(() => tiles().count()).toBe(3);
    const pictures = await allPictures(await studio.connect());
    expect(pictures.map(({ prompt }) => prompt).sort()).toEqual(['a fox', 'an owl', 'painted since']);
    expect(pictures.every(({ joules, seed }) => joules !== null && seed !== null)).toBe(true);
  });

  test('without a backup it says so, in Chinese as well, and rebuilds', async () => {
    await rm(join(library(), 'backups'), { recursive: true, force: true });
    await damage();
    const { page } = studio;
    await page.getByText('This library has no backup.').waitFor();
    await page.getByRole('button', { name: 'Language: English' }).click();
    await page.getByRole('menuitem', { name: '中文' }).click();
    await page.getByText('这个图库没有备份。').waitFor();
    await page.getByRole('button', { name: '用图片重建' }).click();
    await expect.poll(() => tiles().count()).toBe(3);
    // The choice of language was made while there was no database to keep it.
    await page.getByRole('tab', { name: '查看' }).waitFor();
    expect(existsSync(join(library(), 'library.db'))).toBe(true);
  });
});
