import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, paint, rememberTinyRecipe, tinyDraft } from './scenes.ts';

const DAY = 24 * 60 * 60 * 1000;

describeUnless(OBSTACLE, 'maintenance of the library', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        const prompts = ['a fox', 'an owl', 'a bear'];
        await paint(api, await Promise.all(prompts.map((prompt, seed) => tinyDraft(api, { prompt, seed }))));
      },
    });
  });
  afterAll(() => studio?.close());

  const library = () => join(studio.folder, 'library');
  const tiles = () => studio.page.getByTestId('picture-tile');
  const dialog = () => studio.page.getByRole('dialog');
  const notices = () => studio.page.getByRole('region', { name: 'What was found' });

  /** Stops the studio, does something to its folder, and starts it again. */
  async function meanwhile(work: () => Promise<unknown>): Promise<void> {
    await studio.stop('SIGTERM');
    await work();
    studio = await studio.restart();
  }

  async function openMaintenance(): Promise<void> {
    await studio.page.getByRole('button', { name: /^Library maintenance/ }).click();
    await dialog().waitFor();
  }

  async function fileOf(prompt: string): Promise<string> {
    const { id } = (await allPictures(studio.api)).find((picture) => picture.prompt === prompt)!;
    const { hash } = await studio.api.pictures.get({ id });
    return join(library(), 'pictures', hash.slice(0, 2), `${hash}.png`);
  }

  test('pictures without a row are told in the panel and taken in with one click, recipe and all', async () => {
    await meanwhile(async () => {
      for (const name of await readdir(library())) {
        if (name.startsWith('library.db')) await rm(join(library(), name));
      }
    });
    await notices().getByText('3 pictures were found that this library does not know.').waitFor();
    expect(await tiles().count()).toBe(0);
    await notices().getByRole('button', { name: 'Take them in' }).click();
    await notices().getByText('3 pictures are back.').waitFor();
    await expect.poll(() => tiles().count()).toBe(3);
    const pictures = await allPictures(studio.api);
    expect(pictures.map(({ prompt }) => prompt).sort()).toEqual(['a bear', 'a fox', 'an owl']);
    expect(pictures.every(({ joules, chipId }) => joules !== null && chipId === 'sram-digital')).toBe(true);
    await notices().getByRole('button', { name: 'Dismiss this notice' }).click();
    await notices().waitFor({ state: 'detached' });
    expect(studio.complaints).toEqual([]);
  });

  test('a file that is no picture stays where it is, is said, and is not offered again once dismissed', async () => {
    await meanwhile(() => writeFile(join(library(), 'set-aside', 'broken.png'), 'no picture'));
    await notices().getByRole('button', { name: 'Take it in' }).click();
    await notices().getByText('1 file is damaged or no picture.').waitFor();
    expect(await readdir(join(library(), 'set-aside'))).toContain('broken.png');
    await notices().getByRole('button', { name: 'Dismiss this notice' }).click();
    await notices().waitFor({ state: 'detached' });
    // Written once it has settled.
    await expect.poll(async () => JSON.stringify(await studio.api.studio.settings())).toContain('care-dismissed');
    await meanwhile(async () => {});
    await tiles().first().waitFor();
    expect(await notices().count()).toBe(0);
    await rm(join(library(), 'set-aside'), { recursive: true });
  });

  test('a check finds a file that was overwritten, says what to do, and shows the picture', async () => {
    await writeFile(await fileOf('an owl'), 'overwritten');
    const { page } = studio;
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What would you like to do?').fill('Library maintenance');
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: 'Check everything' }).click();
    await dialog().getByText('1 picture file is not what was kept').waitFor();
    await dialog().getByText('paint again with “Use all”').waitFor();
    await dialog().getByRole('button', { name: 'View: an owl' }).click();
    await dialog().waitFor({ state: 'detached' });
    await page.getByRole('main').getByText('an owl').first().waitFor();
    await notices().getByText('The last check found something amiss.').waitFor();
  });

  test('a backup is made and restored from the dialog, and what was typed stays', async () => {
    await openMaintenance();
    const { page, api } = studio;
    await dialog().getByRole('button', { name: 'Back up now' }).click();
    await dialog()
      .getByText(/Last backup: today.*3 pictures/)
      .waitFor();
    await page.keyboard.press('Escape');
    const [first] = await allPictures(api);
    await api.pictures.star({ ids: [first!.id], star: true });
    const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    await prompt.fill('typed before the restore');

    await openMaintenance();
    await dialog()
      .getByRole('button', { name: /^Restore the backup/ })
      .first()
      .click();
    await page.getByText('Stars, ratings, tags, boards and queue changes made since are lost.').waitFor();
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText('The library is open again').waitFor();
    expect(await prompt.inputValue()).toBe('typed before the restore');
    expect((await allPictures(await studio.connect())).map(({ star }) => star)).toEqual([false, false, false]);
    expect(await readdir(join(library(), 'replaced'))).not.toEqual([]);
  });

  test('asks before the trash loses what expired while the clock jumped', async () => {
    const api = await studio.connect();
    const ids = (await allPictures(api)).map(({ id }) => id);
    await api.pictures.trash({ ids: ids.slice(0, 2) });
    const expire = () =>
      meanwhile(async () => {
        const db = new Database(join(library(), 'library.db'));
        db.prepare('UPDATE pictures SET trashed_at = ? WHERE trashed_at IS NOT NULL').run(Date.now() - 40 * DAY);
        db.prepare('UPDATE care SET jumped_at = ?').run(Date.now());
        db.close();
      });
    await expire();
    await notices().getByText('2 pictures have been in the trash for more than 30 days.').waitFor();
    await notices().getByRole('button', { name: 'Keep 30 more days' }).click();
    await expect.poll(async () => (await studio.api.maintenance.status()).doubtful).toBe(0);
    expect((await studio.api.pictures.facets()).trashed).toBe(2);

    await expire();
    await notices().getByRole('button', { name: 'Delete for good…' }).click();
    await studio.page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
    await expect.poll(async () => (await studio.api.pictures.facets()).trashed).toBe(0);
  });
});
