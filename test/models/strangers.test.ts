import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import { createModelCatalog } from '../../src/main/models/model-catalog.ts';
import { listModels, modelOfId, resolveModel } from '../../src/main/models/models.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { MODELS } from '../web/served-studio.ts';
import { fakeModel } from './fake-model.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-models-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const onUnix = test.skipIf(process.platform === 'win32');

function pipe(path: string) {
  rmSync(path, { force: true });
  execFileSync('mkfifo', [path]);
}

function link(path: string, target: string) {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

test.each(['mine/', './mine', '../models/mine', '..', '.', '', 'CON', '//host/share/model', 'C:\\model', 'mine\0'])(
  'the id %j is compared with names, never looked up',
  async (id) => {
    fakeModel(join(folder, 'mine'));
    await expect(modelOfId(id, folder)).rejects.toMatchObject({ code: 'not-found' });
  },
);

test('the absolute path of a model is no id', async () => {
  const other = fakeModel(join(folder, 'deeper', 'other'));
  await expect(modelOfId(other, folder)).rejects.toMatchObject({ code: 'not-found' });
  const catalog = createModelCatalog({ summarize: () => Promise.reject() }, folder);
  await expect(catalog.folderOf(other)).rejects.toMatchObject({ code: 'not-found' });
});

onUnix.each([
  ['a pipe', pipe],
  ['a device', (path: string) => link(path, '/dev/zero')],
  ['a link to itself', (path: string) => link(path, path)],
  ['a folder', (path: string) => mkdirSync(path)],
])('an index that is %s is refused by name', async (_, put) => {
  const model = fakeModel(join(folder, 'mine'));
  const index = join(model, 'model_index.json');
  rmSync(index);
  put(index);
  await expect(resolveModel(model, folder)).rejects.toMatchObject({
    code: 'bad-model',
    message: expect.stringContaining('model_index.json'),
  });
});

onUnix('an index that is a socket is refused by name', async () => {
  const model = fakeModel(join(folder, 'mine'));
  const index = join(model, 'model_index.json');
  rmSync(index);
  const server = createServer().listen(index);
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  await expect(resolveModel(model, folder)).rejects.toMatchObject({ code: 'bad-model' });
});

test('a folder of ten thousand things is listed', async () => {
  for (let i = 0; i < 10_000; i++) writeFileSync(join(folder, `${i}.txt`), '');
  fakeModel(join(folder, 'mine'));
  expect((await listModels(folder)).filter(({ builtIn }) => !builtIn)).toMatchObject([{ id: 'mine' }]);
});

onUnix('what cannot be read stops no list, and no engine', async () => {
  for (const [name, put] of Object.entries({
    pipe,
    zero: (path: string) => link(path, '/dev/zero'),
    loop: (path: string) => link(path, path),
  })) {
    put(join(fakeModel(join(folder, `index-${name}`)), 'model_index.json'));
    put(join(fakeModel(join(folder, `config-${name}`)), 'unet', 'config.json'));
    mkdirSync(join(folder, `card-${name}`));
    put(join(folder, `card-${name}`, 'ohmbrush.json'));
  }
  symlinkSync(join(MODELS, 'model'), join(folder, 'whole'));
  const engine = startEngine({ cacheFolder: null });
  onTestFinished(() => engine.close());
  const catalog = createModelCatalog(engine, folder);
  for (let i = 0; i < 2; i++) {
    expect((await catalog.list()).filter(({ builtIn }) => !builtIn)).toMatchObject([{ id: 'whole' }]);
  }
});

/** An engine that gives a fixed answer for each folder, by the folder's name. */
function scriptedEngine(say: (name: string) => ReturnType<Engine['summarize']>, seconds?: number) {
  const asked: string[] = [];
  const summarize = (path: string) => {
    const name = path.slice(folder.length + 1);
    asked.push(name);
    return path.startsWith(folder) ? say(name) : Promise.reject(new OhmbrushError('out-of-memory', {}));
  };
  return { catalog: createModelCatalog({ summarize }, folder, seconds), asked };
}

const summary = { name: 'x' } as Awaited<ReturnType<Engine['summarize']>>;

test('a folder that gives no answer is waited for once, and not asked again', async () => {
  for (const name of ['a', 'silent', 'z']) fakeModel(join(folder, name));
  const say = (name: string) => (name === 'silent' ? new Promise<never>(() => {}) : Promise.resolve(summary));
  const { catalog, asked } = scriptedEngine(say, 0.2);
  // Fails by running out of time where the list waits for the silent one.
  const own = async () => (await catalog.list()).map(({ id }) => id);
  expect(await own()).toEqual(['a', 'z']);
  expect(await own()).toEqual(['a', 'z']);
  expect(asked.filter((name) => name === 'silent')).toHaveLength(1);
});

test('a folder that ends the engine is asked twice; one that can be put right, each time', async () => {
  for (const name of ['bad', 'deadly', 'good']) fakeModel(join(folder, name));
  const { catalog, asked } = scriptedEngine((name) => {
    if (name === 'good') return Promise.resolve(summary);
    return Promise.reject(
      name === 'deadly'
        ? new OhmbrushError('kernel-thread-ended', {})
        : new OhmbrushError('model-folder-missing', { path: name }),
    );
  });
  for (let i = 0; i < 4; i++) expect((await catalog.list()).map(({ id }) => id)).toEqual(['good']);
  const times = (name: string) => asked.filter((each) => each === name).length;
  expect([times('bad'), times('deadly'), times('good')]).toEqual([4, 2, 1]);
});
