import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import { readPngChunks } from '../../src/main/files/png-chunks.ts';
import { readPainting } from '../../src/main/files/png-painting.ts';
import { readRecipe } from '../../src/main/files/png-recipe.ts';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { createQueue, type Queue } from '../../src/main/queue/queue.ts';
import { decode, readOrNull } from '../../src/shared/formats/format.ts';
import { MODEL_CARD } from '../../src/shared/formats/model-card.ts';
import { parseChip } from '../../src/shared/formats/parse-chip.ts';
import { parsePlan } from '../../src/shared/formats/parse-plan.ts';
import { RECIPE_FORM } from '../../src/shared/formats/recipe-form.ts';
import type { Setting } from '../../src/shared/formats/setting.ts';
import * as settings from '../../src/shared/formats/settings.ts';
import { draftOf } from '../../src/shared/recipe/draft.ts';

const FIXTURES = fileURLToPath(new URL('../formats/fixtures/', import.meta.url));
const MODELS = fileURLToPath(new URL('../../resources/models/', import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(join(FIXTURES, path), 'utf8'));

describe.each(['database-2', 'database-3', 'database-4'])('what the program of %s kept', (name) => {
  let folder: string;
  let library: Library;
  let engine: Engine;
  let queue: Queue;
  const saved: number[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ohmbrush-fixture-'));
    cpSync(join(FIXTURES, name, 'library'), folder, { recursive: true });
    library = await openLibrary({ folder });
    engine = startEngine({ cacheFolder: null });
    queue = createQueue({
      library,
      engine,
      models: { folderOf: async (id) => join(MODELS, id) },
      publish: (event) => event.type === 'saved' && saved.push(event.pictureId),
      threads: 2,
    });
  });
  afterAll(async () => {
    await queue.close();
    await engine.close();
    await library.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ids = (trash = false) =>
    library.pictures.list({ filter: { trash }, sort: 'oldest', offset: 0, limit: 100 }).items.map(({ id }) => id);

  test('pictures have whole recipes and energies, as their files say', () => {
    expect(ids()).toHaveLength(5);
    for (const id of [...ids(), ...ids(true)]) {
      const { recipe, recipeUnread, energy, energyUnread, joules } = library.pictures.get({ id });
      expect([recipeUnread, energyUnread]).toEqual([null, null]);
      const png = readFileSync(library.pictures.file(id)!.path);
      expect(readRecipe(png, 'it')).toEqual(recipe);
      expect(energy!.joules).toBe(joules);
      const painting = readPainting(readPngChunks(png, 'it'));
      if (name !== 'database-2') expect(readOrNull(painting)!.energy).toEqual(energy);
      else expect(painting).toBeNull();
    }
  });

  test('stars, ratings, tags, boards, trash', () => {
    const [first, second] = ids();
    expect(library.pictures.get({ id: first! })).toMatchObject({ tags: ['fruit'], boardIds: [1], star: false });
    expect(library.pictures.get({ id: second! })).toMatchObject({
      star: true,
      rating: 4,
      chipId: 'pcm',
      boardIds: [1],
    });
    expect(library.boards.list()).toMatchObject([{ name: 'Apples', count: 2 }]);
    expect(library.pictures.summaries(ids(true))).toMatchObject([{ prompt: '一只狐狸' }]);
  });

  test('the own chip, and the files of a chip and a plan', () => {
    const own = parseChip(json(`${name}/chip.json`), 'chip.json');
    expect(own).toEqual(json(`${name}/chip.json`));
    expect(library.chips.list()).toEqual([own]);
    const plan = parsePlan(json(`${name}/plan.json`), 'plan.json');
    expect(plan).toEqual(json(`${name}/plan.json`));
  });

  test('the choices of the screens', () => {
    const kept = library.settings.all();
    const recall = <T>({ key, format }: Setting<T>) => readOrNull(decode(format, kept[key]));
    expect(recall(settings.LAYOUT)).toEqual({ recipe: true, library: false, sizes: { recipe: 20, stage: 80 } });
    expect(recall(settings.LIBRARY_LOOKS)).toEqual({ tileSize: 128, details: false });
    expect(recall(settings.EXPORT_LOOK)).toEqual({ scale: 2, background: '#ffffff', stripRecipe: true });
    expect(recall(settings.DISMISSED_NOTICES)).toEqual({ missing: '1' });
    expect(recall(settings.LANGUAGE)).toEqual({ language: 'zh' });
    expect(recall(settings.SMOOTH_ZOOM)).toEqual({ smooth: true });
    expect(recall(settings.COMPARE_MODE)).toEqual({ mode: 'side' });
    expect(recall(RECIPE_FORM)).toMatchObject({ prompt: 'a red apple', chipId: 'pcm-old', knobs: { readNoise: 2 } });
  });

  test('the queue: what waits, what stopped, the sweep with its pictures', () => {
    const { restored, waiting, stopped } = queue.state();
    expect(restored).toBe(2);
    expect(waiting.map(({ prompt }) => prompt)).toEqual(['waits', 'waits, on an own chip']);
    expect(queue.draft({ jobId: waiting[1]!.id })).toMatchObject({
      chip: library.chips.list()[0]!,
      precision: { name: 'fine-edges', plan: { overrides: [{ digital: true }, { steps: [0, 0.5] }] } },
    });
    expect(stopped).toMatchObject([
      { prompt: 'was cancelled', state: 'cancelled', error: null },
      { prompt: 'fails', state: 'failed', error: { code: 'internal', message: expect.stringContaining('gone') } },
    ]);
    const [sweep] = queue.sweeps.list();
    expect(sweep).toMatchObject({ axes: { x: { field: 'seed', values: [2, 3] }, y: null }, done: 2, total: 2 });
    expect(queue.sweeps.get(sweep!.id).cells.map(({ picture }) => picture?.seed)).toEqual([2, 3]);
  });

  test('nothing in it is unread', async () => {
    expect(library.maintenance.unread()).toEqual([]);
    const before = library.maintenance.verified();
    if (name === 'database-2') expect(before).toBeNull();
    else expect(before).toMatchObject({ files: 6, missing: [], unread: [] });
    const sound = { database: [], missing: [], changed: [], unreadable: [], unread: [] };
    expect(await library.maintenance.verify({ pause: 0 })).toMatchObject(sound);
  });

  test('a picture is painted again, to the same file', async () => {
    const [first] = ids();
    const again = draftOf(library.pictures.recipe(first!)!);
    for (const { id } of queue.state().waiting) queue.cancel({ jobId: id });
    queue.add({ drafts: [again], first: false, sweep: null });
    await expect.poll(() => saved).toEqual([first]);
  });

  test('a picture that the command line painted', () => {
    const png = readFileSync(join(FIXTURES, name, 'from-the-command-line.png'));
    expect(readRecipe(png, 'it')).toMatchObject({ seed: 1, chip: { id: 'pcm' }, precision: { name: 'frugal' } });
  });
});

describe('what shipped before', () => {
  const files = (kind: string) => readdirSync(join(FIXTURES, 'earlier', kind)).map((file) => `earlier/${kind}/${file}`);

  test.each(files('chips'))('%s is a chip', (file) => {
    expect(parseChip(json(file), file)).toEqual(json(file));
  });

  test.each(files('plans'))('%s is a plan', (file) => {
    expect(parsePlan(json(file), file)).toMatchObject(json(file));
  });

  test.each(files('cards'))('%s is a model card', (file) => {
    expect(decode(MODEL_CARD, json(file))).toEqual({ state: 'read', value: json(file) });
  });
});
