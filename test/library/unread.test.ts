import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/main/engine/engine-client.ts';
import { readPngChunks, writePngChunks } from '../../src/main/files/png-chunks.ts';
import { internationalTextChunk } from '../../src/main/files/png-text.ts';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { createQueue } from '../../src/main/queue/queue.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { encode, encodeText } from '../../src/shared/formats/format.ts';
import { JOB } from '../../src/shared/formats/job.ts';
import { wordValue } from '../../src/shared/locales/word-refusal.ts';
import type { Value } from '../../src/shared/refusals.ts';
import { openModelFolder } from '../../src/worker/model-files/model-folder.ts';
import { runCli } from '../cli/run-cli.ts';
import { RECIPE } from '../files/example-recipe.ts';
import { temporaryFolder, testLibrary } from '../library/folder.ts';
import { painted } from '../library/painted.ts';
import { draft, pcm, startQueue, startTestEngine } from '../queue/start-queue.ts';

const future = (format: string) => ({ state: 'future', format, version: 99 });

async function pngWith(keyword: string, text: string): Promise<Buffer> {
  const plain = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#a03020' } })
    .png()
    .toBuffer();
  const [header, ...rest] = readPngChunks(plain, 'it');
  return writePngChunks([header!, internationalTextChunk(keyword, text), ...rest]);
}

/** Puts what another program wrote into the database. */
function write(library: Library, statement: string, ...values: (string | number | Buffer)[]): void {
  expect(library.db.prepare(statement).run(...values).changes).toBe(1);
}

const saying = (words: string) => expect.toSatisfy((why: Value) => wordValue(why, 'en').includes(words));

function catchError(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe('a picture', () => {
  test('of a newer Ohmbrush comes in as it is, and says what it has', async () => {
    const library = await testLibrary();
    const png = await pngWith('ohmbrush', JSON.stringify({ version: 99, novelty: true }));
    const imported = await library.importPng(png, 'new.png');
    expect(imported).toMatchObject({ outcome: 'new', unread: future('recipe') });
    expect(library.pictures.get({ id: imported.id })).toMatchObject({ recipe: null, recipeUnread: future('recipe') });
    expect(readFileSync(library.pictures.file(imported.id)!.path)).toEqual(png);
    const { unread } = await library.maintenance.verify({ pause: 0 });
    expect(unread).toEqual([{ what: 'recipe', id: String(imported.id), unread: future('recipe') }]);
  });

  test('with a damaged recipe says where it is damaged', async () => {
    const library = await testLibrary();
    const png = await pngWith('ohmbrush', JSON.stringify({ version: 1, ...RECIPE, steps: 0 }));
    const { id, unread } = await library.importPng(png, 'damaged.png');
    expect(unread).toMatchObject({ state: 'unreadable', why: saying('steps') });
    expect(library.pictures.get({ id }).recipeUnread).toEqual(unread);
  });

  test('whose energy or note is of a newer Ohmbrush keeps all of it', async () => {
    const library = await testLibrary();
    const id = await library.save({ result: painted(), sweepId: null });
    const energy = deflateRawSync(JSON.stringify({ version: 99 }));
    write(library, 'UPDATE picture_details SET energy = ? WHERE picture_id = ?', energy, id);
    expect(library.pictures.get({ id })).toMatchObject({ energy: null, energyUnread: future('energy'), joules: 0.01 });
    const noted = await pngWith('ohmbrush-painting', JSON.stringify({ version: 99 }));
    const other = await library.importPng(noted, 'noted.png');
    const { unread } = await library.maintenance.verify({ pause: 0 });
    expect(unread).toEqual([
      { what: 'energy', id: String(id), unread: future('energy') },
      { what: 'painting', id: String(other.id), unread: future('painting') },
    ]);
  });

  test('whose bytes in the database are damaged says so', async () => {
    const library = await testLibrary();
    const id = await library.save({ result: painted(), sweepId: null });
    write(library, 'UPDATE picture_details SET recipe = ? WHERE picture_id = ?', Buffer.from('nothing'), id);
    const { recipe, recipeUnread } = library.pictures.get({ id });
    expect(recipe).toBeNull();
    expect(recipeUnread).toMatchObject({ state: 'unreadable', why: saying('damaged') });
  });
});

describe('an own chip that cannot be read', () => {
  test('stays, is listed, and is not replaced', async () => {
    const library = await testLibrary();
    const newer = JSON.stringify({ version: 99, id: 'mine', optics: true });
    const halved = { version: 1, ...pcm, tile: undefined };
    write(library, 'INSERT INTO chips VALUES (?, ?)', 'mine', newer);
    write(library, 'INSERT INTO chips VALUES (?, ?)', 'halved', JSON.stringify(halved));
    library.chips.save({ ...pcm, id: 'sound' });
    expect(library.chips.list().map(({ id }) => id)).toEqual(['sound']);
    expect(library.maintenance.unread()).toEqual([
      { what: 'chip', id: 'halved', unread: { state: 'unreadable', why: saying('tile') } },
      { what: 'chip', id: 'mine', unread: future('chip') },
    ]);
    for (const id of ['mine', 'halved']) {
      expect(() => library.chips.save({ ...pcm, id })).toThrow(expect.objectContaining({ code: 'conflict' }));
    }
    expect(library.db.prepare("SELECT profile FROM chips WHERE id = 'mine'").pluck().get()).toBe(newer);
  });
});

describe('a remembered choice', () => {
  const kept = (library: Library) => library.db.prepare('SELECT key, value FROM settings ORDER BY key').raw().all();

  test('of a newer Ohmbrush is not replaced', async () => {
    const library = await testLibrary();
    const newer = '{"version":99,"columns":[]}';
    write(library, 'INSERT INTO settings VALUES (?, ?)', 'layout', newer);
    const layout = { version: 1, recipe: true, library: true, sizes: {} };
    expect(() => library.settings.set('layout', layout)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(kept(library)).toEqual([['layout', newer]]);
    expect(library.maintenance.unread()).toEqual([{ what: 'setting', id: 'layout', unread: future('setting-layout') }]);
  });

  test.each([
    '{"recipe":tru',
    '{"version":1,"recipe":"open"}',
    '{"version":1.5}',
    '{"version":"99"}',
    '{"version":1e308}',
  ])('that is damaged is set aside: %s', async (damaged) => {
    const library = await testLibrary();
    write(library, 'INSERT INTO settings VALUES (?, ?)', 'layout', damaged);
    const layout = { version: 1, recipe: true, library: true, sizes: {} };
    library.settings.set('layout', layout);
    expect(library.settings.all()).toEqual({ layout });
    expect(kept(library)).toContainEqual(['unread:layout', damaged]);
    expect(library.maintenance.unread()).toMatchObject([{ what: 'setting', id: 'layout' }]);
  });
});

test('a choice that is damaged again leaves what was set aside before', async () => {
  const library = await testLibrary();
  const layout = { version: 1, recipe: true, library: true, sizes: {} };
  write(library, 'INSERT INTO settings VALUES (?, ?)', 'layout', '{"first');
  library.settings.set('layout', layout);
  write(library, "UPDATE settings SET value = ? WHERE key = 'layout'", '{"second');
  library.settings.set('layout', layout);
  const aside = library.db.prepare("SELECT value FROM settings WHERE key <> 'layout' ORDER BY value").pluck();
  expect(aside.all()).toEqual(['{"first', '{"second']);
  expect(library.settings.all()).toEqual({ layout });
  expect(library.maintenance.unread().map(({ what, id }) => [what, id])).toEqual([
    ['setting', 'layout'],
    ['setting', 'layout'],
  ]);
});

describe('the queue', () => {
  let engine: Engine;
  beforeAll(() => {
    engine = startTestEngine();
  });
  afterAll(() => engine.close());

  test('stops a job that cannot be read, keeps it, and paints the next', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary({ folder });
    const newer = JSON.stringify({ version: 99, ...draft({ prompt: 'newer' }), optics: true });
    const damaged = JSON.stringify({ ...encode(JOB, draft({ prompt: 'damaged' })), guidance: 'much' });
    const insert = 'INSERT INTO jobs (position, draft, created_at) VALUES (?, ?, 0)';
    write(library, insert, 1, newer);
    write(library, insert, 2, damaged);
    write(library, insert, 3, encodeText(JOB, draft({ prompt: 'sound' })));
    await library.close();

    const { queue, library: again, settled, close } = await startQueue(engine, { folder });
    const reason = { newer: /newer Ohmbrush \(version 99\)/, damaged: /guidance/ };
    const stopped = () =>
      Object.fromEntries(queue.state().stopped.map(({ id, prompt, error }) => [prompt, { id, error }]));
    expect(queue.state()).toMatchObject({ restored: 1, waiting: [{ prompt: 'sound' }] });
    for (const [prompt, message] of Object.entries(reason)) {
      const { id, error } = stopped()[prompt]!;
      expect(error).toMatchObject({ code: 'bad-file', message: expect.stringMatching(message) });
      // An error of ours: any other value would reach the screens as a bug.
      const refusal = catchError(() => queue.draft({ jobId: id }));
      expect(refusal).toBeInstanceOf(OhmbrushError);
      expect(refusal).toMatchObject({ code: 'bad-file', message: expect.stringMatching(message) });
    }
    queue.retry({ jobId: stopped().newer!.id });
    queue.resume();
    await settled();
    expect(Object.keys(stopped()).sort()).toEqual(['damaged', 'newer']);
    expect(again.pictures.summaries([1])).toMatchObject([{ prompt: 'sound' }]);
    expect(again.db.prepare('SELECT draft FROM jobs WHERE position < 3').pluck().all()).toContain(newer);
    const { unread } = await again.maintenance.verify({ pause: 0 });
    expect(unread.map(({ what }) => what)).toEqual(['job', 'job']);
    await close();
  });

  test('shows a failed job whose reason a newer Ohmbrush wrote, and says of a sweep why it is not there', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary({ folder });
    const failed = `INSERT INTO jobs (position, state, finished_at, error, draft, created_at) VALUES (1, 'failed', 1, ?, ?, 0)`;
    write(library, failed, '{"version":99,"reasons":[]}', encodeText(JOB, draft()));
    write(library, 'INSERT INTO sweeps VALUES (7, 0, ?, ?)', '{"version":99}', 'a fox');
    await library.close();
    const { queue, library: again, close } = await startQueue(engine, { folder });
    expect(queue.state().stopped).toMatchObject([{ error: { message: expect.stringContaining('newer Ohmbrush') } }]);
    expect(queue.sweeps.list()).toEqual([]);
    expect(() => queue.sweeps.get(7)).toThrow('the sweep 7 was written by a newer Ohmbrush (version 99)');
    expect(again.maintenance.unread()).toEqual([{ what: 'sweep', id: '7', unread: future('sweep') }]);
    await close();
  });
});

test('a sweep whose axes make a grid without end, or have no cell for a job, costs no more than it has', async () => {
  const library = await testLibrary();
  const values = Array.from({ length: 3000 }, (_, index) => index);
  const axes = { version: 1, x: { field: 'seed', values }, y: { field: 'steps', values } };
  write(library, 'INSERT INTO sweeps VALUES (7, 0, ?, ?)', JSON.stringify(axes), 'a fox');
  expect(library.maintenance.unread()).toEqual([
    { what: 'sweep', id: '7', unread: { state: 'unreadable', why: saying('more than 65536 cells') } },
  ]);

  const small = JSON.stringify({ version: 1, x: { field: 'seed', values: [1] }, y: null });
  write(library, 'UPDATE sweeps SET axes = ?', small);
  const cell = `INSERT INTO jobs (position, draft, created_at, sweep_id, sweep_index) VALUES (1, ?, 0, 7, ?)`;
  write(library, cell, encodeText(JOB, draft()), 3_000_000);
  const engine = { kill() {}, close: async () => {} } as unknown as Engine;
  const models = { folderOf: async () => 'nowhere' };
  const queue = createQueue({ library, engine, models, publish() {}, threads: 1 });
  expect(queue.sweeps.get(7).cells).toEqual([{ job: null, picture: null }]);
  expect(queue.state().waiting).toHaveLength(1);
  await queue.close();
});

test('a look at the library from the command line names each; only what is damaged is trouble', async () => {
  const folder = await temporaryFolder();
  const library = await openLibrary({ folder });
  write(library, 'INSERT INTO chips VALUES (?, ?)', 'mine', '{"version":99}');
  await library.close();
  const verify = () => runCli(['library', 'verify', '--library', folder]);
  expect(verify()).toMatchObject({
    status: 0,
    stdout: '0 pictures and the database are sound\nThe chip “mine” was written by a newer Ohmbrush (version 99).\n',
  });
  const again = await openLibrary({ folder });
  write(again, 'INSERT INTO settings VALUES (?, ?)', 'layout', '{"version":1,"recipe":true,"library":true}');
  await again.close();
  const { status, stdout } = verify();
  expect(status).toBe(1);
  expect(stdout).toContain('The remembered choice “layout” cannot be read (sizes: ');
});

test('files on the command line that a newer Ohmbrush wrote are refused as such', async () => {
  const folder = await temporaryFolder();
  const [chip, plan, png] = ['chip.json', 'plan.json', 'new.png'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(chip, '{"version":99}');
  await writeFile(plan, '{"version":99}');
  await writeFile(png, await pngWith('ohmbrush', '{"version":99}'));
  const model = join(folder, 'model');
  await mkdir(model);
  await writeFile(join(model, 'ohmbrush.json'), '{"version":99}');
  expect(runCli(['generate', 'a fox', '--chip', chip]).stderr).toContain('newer Ohmbrush (version 99). Use a newer');
  expect(runCli(['generate', 'a fox', '--precision', plan]).stderr).toContain('(version 99)');
  expect(runCli(['generate', '--from', png]).stderr).toContain('(version 99)');
  expect(() => openModelFolder(model)).toThrow('newer Ohmbrush (version 99)');
});
