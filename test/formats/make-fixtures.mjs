// Makes the files under fixtures/ with the program of a commit. To be run once before a change of the formats:
//
//   git worktree add --detach <root> <commit>   (and node_modules and build as for this checkout)
//   node test/formats/make-fixtures.mjs <root> test/formats/fixtures/<name>
//
// It drives the program as it is called now, which made database-4; database-3 by 616a921 and database-2 by 36ebc88
// (pictures without a note of their painting) were made by this script as it was in a24ce59. earlier/ has the chips,
// plans and model cards that shipped before, each name with the commit that wrote it. Nothing here is ever made anew or
// edited.
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [root, out] = process.argv.slice(2).map((path) => resolve(path));
const load = (path) => import(pathToFileURL(join(root, path)).href);

const { openLibrary } = await load('src/main/library/open-library.ts');
const { createQueue } = await load('src/main/queue/queue.ts');
const { startEngine } = await load('src/main/engine/engine-client.ts');
const { loadChip } = await load('src/main/chips/chips.ts');
const { loadPrecision } = await load('src/main/chips/precision.ts');
const { embedRecipe } = await load('src/main/files/png-recipe.ts');
const { encodePng } = await load('src/main/files/encode-png.ts');
const { firstForm } = await load('src/renderer/recipe/form/form.ts');
const { encode } = await load('src/shared/formats/format.ts');
const { SETTINGS } = await load('src/shared/formats/settings.ts');

const MODEL = 'sticker-4-step';
const modelFolder = join(root, 'resources/models', MODEL);
const chips = Object.fromEntries(
  await Promise.all(['exact', 'pcm', 'reram', 'sram-digital'].map(async (id) => [id, await loadChip(id)])),
);
const [exact, balanced, frugal] = await Promise.all(['exact', 'balanced', 'frugal'].map((name) => loadPrecision(name)));
const ownChip = { ...chips.pcm, id: 'pcm-old', name: 'PCM, a year old', read: { outputNoise: 1, weightNoise: 0.02 } };
const ownPlan = {
  name: 'fine-edges',
  plan: {
    description: 'First and last layers beside the chip',
    default: { adcBits: 8 },
    overrides: [
      { layers: 'unet.conv_in', digital: true },
      { layers: 'unet.up_blocks.**', steps: [0, 0.5], inputBits: 6, adcBits: 7 },
    ],
  },
};

const draft = (change) => ({
  model: { id: MODEL },
  prompt: 'a red apple',
  negativePrompt: '',
  seed: 7,
  width: 64,
  height: 64,
  steps: 1,
  guidance: 1,
  sampler: 'euler',
  chip: chips.exact,
  chipSeed: 0,
  age: 0,
  precision: exact,
  ...change,
});

const folder = join(out, 'library');
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const library = await openLibrary({ folder });
const engine = startEngine({ cacheFolder: null });
const saved = [];
const models = {
  folderOf: async (id) => {
    if (id === MODEL) return modelFolder;
    throw new Error(`there is no model ${id}`);
  },
};
const publish = (event) => event.type === 'saved' && saved.push(event.pictureId);
const queue = createQueue({ library, engine, models, publish, threads: 2 });
const add = (drafts, sweep = null) => queue.add({ drafts, first: false, sweep });
async function idle() {
  while (queue.running || queue.state().waiting.length > 0) await new Promise((done) => setTimeout(done, 20));
}

add([
  draft({}),
  draft({ chip: chips.pcm, chipSeed: 3, age: 86400, precision: balanced }),
  draft({
    prompt: '一只狐狸',
    negativePrompt: 'blurry',
    chip: chips['sram-digital'],
    precision: frugal,
    sampler: 'ddim',
  }),
  draft({ prompt: 'a small house', chip: ownChip, precision: ownPlan, sampler: 'dpmpp-2m', steps: 2 }),
]);
await idle();
add(
  [2, 3].map((seed) => draft({ seed, chip: chips.reram, precision: balanced })),
  { x: { field: 'seed', values: [2, 3] }, y: null },
);
await idle();
add([draft({ prompt: 'fails', model: { id: 'gone' } })]);
await idle();
const refused = queue.state().stopped.filter(({ prompt }) => prompt !== 'fails');
if (refused.length > 0) throw new Error(JSON.stringify(refused, null, 2));
const [first, second, third] = saved;

const { id: board } = library.boards.create({ name: 'Apples' });
library.boards.add({ id: board, ids: [first, second] });
library.pictures.star({ ids: [second], star: true });
library.pictures.rate({ ids: [second], rating: 4 });
library.pictures.tag({ ids: [first], add: ['fruit'], remove: [] });
library.pictures.trash({ ids: [third] });
library.chips.save(ownChip);

const offer = { models: null, chips: [], precisions: [exact, balanced, frugal] };
const settings = {
  recipe: {
    ...firstForm(offer),
    prompt: 'a red apple',
    modelId: MODEL,
    chipId: 'pcm-old',
    knobs: { readNoise: 2 },
  },
  layout: { recipe: true, library: false, sizes: { recipe: 20, stage: 80 } },
  'library-looks': { tileSize: 128, details: false },
  'export-look': { scale: 2, background: '#ffffff', stripRecipe: true },
  'care-dismissed': { missing: '1' },
  language: { language: 'zh' },
  'zoom.smooth': { smooth: true },
  'compare.mode': { mode: 'side' },
};
for (const { key, format } of SETTINGS) library.settings.set(key, encode(format, settings[key]));

// Before what will wait, so that there is time to stop: it is painted at no point.
queue.pause();
const { jobIds } = add([
  draft({ prompt: 'waits', chip: chips.pcm, precision: balanced }),
  draft({ prompt: 'waits, on an own chip', chip: ownChip, precision: ownPlan }),
  draft({ prompt: 'was cancelled' }),
]);
queue.cancel({ jobId: jobIds[2] });

await library.maintenance.verify({ pause: 0 });
const { path } = library.pictures.file(second);
await copyFile(path, join(out, 'from-the-library.png'));
await queue.close();

// What `ohmbrush generate` writes.
const asked = draft({ seed: 1, chip: chips.pcm, precision: frugal });
const painted = await engine.paint({ draft: asked, modelFolder, threads: 2, previews: false });
await writeFile(join(out, 'from-the-command-line.png'), embedRecipe(await encodePng(painted.pixels), painted.recipe));
await engine.close();

library.db.pragma('wal_checkpoint(TRUNCATE)');
library.db.exec('VACUUM');
await library.close();
await rm(join(folder, 'reserved-space'), { force: true });
for (const made of ['backups', 'thumbnails']) await rm(join(folder, made), { recursive: true, force: true });

await writeFile(join(out, 'chip.json'), `${JSON.stringify(ownChip, null, 2)}\n`);
await writeFile(join(out, 'plan.json'), `${JSON.stringify(ownPlan.plan, null, 2)}\n`);
