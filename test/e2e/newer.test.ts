import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeUnless } from '../obstacle.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { paint, rememberTinyRecipe, tinyDraft } from './scenes.ts';

const NEWER = '{"version":99,"novelty":true}';

describeUnless(OBSTACLE, 'what a newer Ohmbrush kept', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio({
      async prepare(api) {
        await rememberTinyRecipe(api);
        await paint(api, [await tinyDraft(api)]);
      },
    });
    await studio.stop('SIGTERM');
    inDatabase((db) => {
      db.prepare('INSERT INTO chips VALUES (?, ?)').run('mine', NEWER);
      db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run('layout', NEWER);
      db.prepare('UPDATE picture_details SET recipe = ?').run(deflateRawSync(NEWER));
    });
    studio = await studio.restart();
  });
  afterAll(() => studio?.close());

  function inDatabase<T>(work: (db: Database.Database) => T): T {
    const db = new Database(join(studio.folder, 'library', 'library.db'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  }

  test('is told, thing by thing', async () => {
    const { page } = studio;
    const notices = page.getByRole('region', { name: 'What was found' });
    await notices.getByText('2 things that are kept cannot be read by this Ohmbrush.').waitFor();
    await notices.getByRole('button', { name: 'Show details' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The chip “mine” was written by a newer Ohmbrush (version 99).').waitFor();
    await dialog.getByText('The remembered choice “layout” was written by a newer Ohmbrush').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('picture-tile').first().click();
    await page.getByText(/^The recipe of picture \d was written by a newer Ohmbrush \(version 99\)\.$/).waitFor();
    await page.getByRole('tab', { name: 'Chips' }).click();
    await page.getByText('The chip “mine” was written by a newer Ohmbrush (version 99).').waitFor();
    expect(studio.complaints).toEqual([]);
  });

  test('is as it was after the studio was used', async () => {
    await studio.stop('SIGTERM');
    const layout = inDatabase((db) => db.prepare("SELECT value FROM settings WHERE key = 'layout'").pluck().get());
    expect(layout).toBe(NEWER);
    studio = await studio.restart();
  });
});
