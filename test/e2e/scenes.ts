import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { firstForm } from '../../src/renderer/recipe/form/form.ts';
import { urls } from '../../src/shared/contract/urls.ts';
import type { RecipeForm } from '../../src/shared/formats/recipe-form.ts';
import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { type Client, cookieFor } from '../web/connect.ts';

/** The golden tests' tiny model: 32 x 32 pixels, a fraction of a second. */
const TINY = { width: 32, height: 32, steps: 2 };

/** The recipe panel as an artist left it who paints small and quickly, on a chip that needs no calibration. */
export async function rememberTinyRecipe(api: Client, changes: Partial<RecipeForm> = {}): Promise<void> {
  const [models, chips, precisions] = await Promise.all([api.models.list(), api.chips.list(), api.precisions.list()]);
  const form = firstForm({ models, chips, precisions });
  await api.studio.remember({
    key: 'recipe',
    value: { ...form, ...TINY, modelId: 'model', chipId: 'sram-digital', prompt: 'a fox', ...changes } as never,
  });
}

export async function tinyDraft(api: Client, changes: Partial<JobDraft> = {}): Promise<JobDraft> {
  const chips = await api.chips.list();
  const precisions = await api.precisions.list();
  return {
    ...DEFAULTS,
    ...TINY,
    model: { id: 'model' },
    prompt: 'a fox',
    seed: 1,
    guidance: 2,
    sampler: 'euler',
    chip: chips.find(({ profile }) => profile.id === 'sram-digital')!.profile,
    precision: precisions.find(({ name }) => name === 'balanced')!,
    ...changes,
  };
}

/** The same scene without a chip. */
export async function exactly(api: Client, draft: JobDraft): Promise<JobDraft> {
  const chips = await api.chips.list();
  const precisions = await api.precisions.list();
  return {
    ...draft,
    chip: chips.find(({ profile }) => profile.kind === 'exact')!.profile,
    precision: precisions.find(({ name }) => name === 'exact')!,
  };
}

/** Paints and waits until all are in the library and measured. @returns ids, in the order of the drafts */
export async function paint(api: Client, drafts: JobDraft[]): Promise<number[]> {
  const before = (await allPictures(api)).length;
  await api.queue.add({ drafts, first: false, sweep: null });
  await untilPainted(api);
  const pictures = await allPictures(api);
  expect(pictures.length).toBe(before + drafts.length);
  return pictures.slice(before).map(({ id }) => id);
}

/** Waits until nothing waits. Needs no test around it. */
export async function untilPainted(api: Client): Promise<void> {
  while ((await api.queue.state()).waiting.length > 0) await sleep(100);
}

export async function allPictures(api: Client) {
  return (await api.pictures.list({ filter: {}, sort: 'oldest', offset: 0, limit: 1000 })).items;
}

/** Waits until the page is idle: no pending query, no loading image, no running transition. */
export async function untilStill(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isRunning = ({ playState, effect }: Animation) =>
      playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
    return (
      document.querySelector('[aria-busy="true"]') === null &&
      [...document.images].every((image) => image.complete) &&
      !document.getAnimations().some(isRunning)
    );
  });
}

/** The PNG of a picture as the host serves it. */
export async function pngOf(address: string, id: number): Promise<Buffer> {
  const cookie = await cookieFor(address);
  const answer = await fetch(new URL(urls.picture(id), address), { headers: { cookie } });
  return Buffer.from(await answer.arrayBuffer());
}

/** Drops a file onto the page, as a file manager would. */
export async function dropFile(page: Page, path: string, name: string): Promise<void> {
  const bytes = (await readFile(path)).toString('base64');
  const transfer = await page.evaluateHandle(
    ({ bytes, name }) => {
      const data = new DataTransfer();
      data.items.add(
        new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name, { type: 'image/png' }),
      );
      return data;
    },
    { bytes, name },
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
  }
}
