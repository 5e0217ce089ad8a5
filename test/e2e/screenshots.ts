/**
 * Takes the pictures of the screens that the README shows: `node test/e2e/screenshots.ts [folder]` on a built studio.
 * Everything in them is painted for the occasion, by the model that ships.
 */

import { join } from 'node:path';
import sharp from 'sharp';
import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import type { Client } from '../web/connect.ts';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';
import { allPictures, untilPainted } from './scenes.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../docs');
if (OBSTACLE) throw new Error(OBSTACLE);

const empty = await openStudio();
await empty.page.getByText('less than exact').waitFor();
await empty.page.waitForTimeout(500);
await save(empty, 'first-run');
await empty.close();

const studio = await openStudio({ prepare: fill });
const { page, api } = studio;
try {
  const pictures = await allPictures(api);
  const burger = (chipId: string, precision: string) =>
    pictures.find(
      (picture) => picture.sweepId !== null && picture.chipId === chipId && picture.precision === precision,
    )!.id;
  const exact = pictures.find((picture) => picture.exact && /hamburger/.test(picture.prompt))!.id;

  await page.locator(`[data-testid="picture-tile"][data-picture-id="${burger('pcm', 'balanced')}"]`).click();
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a hamburger, 3d style');
  await page.waitForTimeout(1500);
  await save(studio, 'view');

  for (const id of [exact, burger('pcm', 'balanced'), burger('pcm', 'frugal')]) {
    await page.locator(`[data-testid="picture-tile"][data-picture-id="${id}"]`).click({ modifiers: ['Alt'] });
  }
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByText('Side by side').click();
  await page.waitForTimeout(1500);
  await save(studio, 'compare');

  for (const [tab, name] of [
    ['Grid', 'grid'],
    ['Trade-off', 'trade-off'],
    ['Chips', 'chips'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await page.waitForTimeout(1500);
    await save(studio, name);
  }

  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What would you like to do?').fill('语言：中文');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: '查看' }).click();
  await page.waitForTimeout(1500);
  await save(studio, 'chinese');
} finally {
  await studio.close();
}

async function save(studio: OpenStudio, name: string): Promise<void> {
  // Flat greys: a palette costs nothing that can be seen.
  const png = await sharp(await studio.page.screenshot())
    .png({ palette: true, quality: 95, effort: 8 })
    .toBuffer();
  await sharp(png).toFile(join(folder, `studio-${name}.png`));
}

async function fill(api: Client): Promise<void> {
  const [models, chips, precisions] = await Promise.all([api.models.list(), api.chips.list(), api.precisions.list()]);
  const { id, summary } = models.find(({ builtIn }) => builtIn)!;
  const draft = (prompt: string, seed: number, chipId: string, precision: string): JobDraft => ({
    ...DEFAULTS,
    model: { id },
    prompt,
    seed,
    width: summary.width,
    height: summary.height,
    steps: summary.steps,
    guidance: summary.guidance,
    sampler: summary.sampler,
    chip: chips.find(({ profile }) => profile.id === chipId)!.profile,
    precision: precisions.find(({ name }) => name === precision)!,
  });
  const others = [
    'a red apple, 3d style',
    'a rocket, 3d style',
    'an octopus, 3d style',
    'a sunflower, flat style',
    'a crown, 3d style',
    'a panda, flat style',
  ];
  const xs = ['sram-digital', 'sram-analog', 'reram', 'pcm'];
  const ys = ['balanced', 'frugal'];
  await api.queue.add({
    drafts: others.map((prompt, seed) => draft(prompt, seed, 'pcm', 'balanced')),
    first: false,
    sweep: null,
  });
  await api.queue.add({ drafts: [draft('a hamburger, 3d style', 3, 'exact', 'exact')], first: false, sweep: null });
  await api.queue.add({
    drafts: ys.flatMap((y) => xs.map((x) => draft('a hamburger, 3d style', 3, x, y))),
    first: false,
    sweep: { x: { field: 'chip', values: xs }, y: { field: 'precision', values: ys } },
  });
  await untilPainted(api);
}
