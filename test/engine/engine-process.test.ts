import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import { type EngineProcess, forkEngine, type LaunchEngine } from '../../src/main/engine/engine-process.ts';
import type { PaintRequest } from '../../src/shared/engine/engine-protocol.ts';
import type { OhmbrushError } from '../../src/shared/errors.ts';
import { wordValue } from '../../src/shared/locales/word-refusal.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { phrase } from '../../src/shared/refusals.ts';
import { fixture } from '../golden/read-golden.ts';

const request: PaintRequest = {
  draft: {
    ...DEFAULTS,
    model: { id: 'tiny' },
    prompt: 'red apple, 3d style',
    seed: 7,
    steps: 2,
    chip: { kind: 'exact', id: 'exact', name: 'Exact', description: 'No chip' },
    precision: { name: 'exact', plan: { default: {}, overrides: [] } },
  },
  modelFolder: fixture('networks/model'),
  threads: 1,
  previews: false,
};
const long: PaintRequest = { ...request, draft: { ...request.draft, steps: 200 }, backend: 'reference' };

/** Starts an engine as `launch` does, and keeps what was started. */
function watchedLaunch(launch: LaunchEngine = forkEngine) {
  const launched: { readonly engine: EngineProcess; readonly ended: Promise<string> }[] = [];
  const watched: LaunchEngine = (entry) => {
    const engine = launch(entry);
    launched.push({ engine, ended: new Promise((resolve) => engine.onExit((why) => resolve(wordValue(why, 'en')))) });
    return engine;
  };
  return { launched, launch: watched };
}

/** As Electron's host does it, but for Electron: see utility-process.mjs. */
const utilityProcess: LaunchEngine = (entry) => {
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: ['--import', new URL('./utility-process.mjs', import.meta.url).href],
  });
  const ended = once(child, 'exit');
  return {
    send: (message) => void child.send(message, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) =>
      void ended.then(([code, signal]) => listener(phrase('engine-ended-by', { signal: String(signal ?? code) }))),
    async stop() {
      child.send({ type: 'stop' });
      await ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
};

let engine: Engine;
afterEach(() => engine.close());

const failure = (promise: Promise<unknown>): Promise<OhmbrushError> =>
  promise.then(
    () => expect.unreachable('it should have failed'),
    (error: OhmbrushError) => error,
  );

describe.each([
  ['a child of Node', forkEngine],
  ["Electron's utility process", utilityProcess],
])('%s', (_, launcher) => {
  test('paints, and ends by itself when it is asked to stop', async () => {
    const { launched, launch } = watchedLaunch(launcher);
    engine = startEngine({ cacheFolder: null, launch });
    const { pixels } = await engine.paint(request);
    expect(pixels.data).toHaveLength(pixels.width * pixels.height * pixels.channels);
    await engine.close();
    expect(launched).toHaveLength(1);
    expect(await launched[0]!.ended).toMatch(/0\)$/);
  });

  test('a stop in the middle of a picture fails the picture and does not wait for it', async () => {
    const { launched, launch } = watchedLaunch(launcher);
    engine = startEngine({ cacheFolder: null, launch });
    const { promise: painting, resolve: onPainting } = Promise.withResolvers<void>();
    const picture = failure(
      engine.paint(long, { onProgress: ({ phase, done }) => phase === 'step' && done > 0 && onPainting() }),
    );
    await painting;
    await engine.close();
    expect((await picture).code).toBe('engine-died');
    expect(await launched[0]!.ended).toMatch(/0\)$/);
  });
});

test('what is asked for while it closes, or later, starts no new engine', async () => {
  const { launched, launch } = watchedLaunch();
  engine = startEngine({ cacheFolder: null, launch });
  await engine.paint(request);
  const closing = engine.close();
  expect((await failure(engine.summarize(request.modelFolder))).code).toBe('unavailable');
  await closing;
  expect((await failure(engine.paint(request))).code).toBe('unavailable');
  expect(launched).toHaveLength(1);
});

test('an engine that is killed fails its pending requests at once, and later requests run in a new one', async () => {
  const { launched, launch } = watchedLaunch();
  engine = startEngine({ cacheFolder: null, launch });
  const { promise: painting, resolve: onPainting } = Promise.withResolvers<void>();
  const pictures = [
    failure(engine.paint(long, { onProgress: ({ phase }) => phase === 'step' && onPainting() })),
    failure(engine.paint(request)),
  ];
  await painting;
  engine.kill();
  const after = engine.paint(request);
  for (const error of await Promise.all(pictures)) {
    expect(error).toMatchObject({ code: 'engine-died', message: expect.stringContaining('did not answer') });
  }
  expect((await after).pixels.width).toBeGreaterThan(0);
  expect(launched).toHaveLength(2);
  expect(await launched[0]!.ended).toContain('SIGKILL');
});

test('an engine that cannot be started says so', async () => {
  engine = startEngine({ cacheFolder: null, launch: () => forkEngine('/nowhere/engine.ts') });
  expect(await failure(engine.paint(request))).toMatchObject({ code: 'engine-died', message: /exit code 1/ });
});

test('an engine that sends no reply of ours is ended', async () => {
  const { launched, launch } = watchedLaunch();
  const garbled: LaunchEngine = (entry) => {
    const engine = launch(entry);
    return { ...engine, onMessage: (listener) => engine.onMessage(() => listener({ type: 'gibberish' })) };
  };
  engine = startEngine({ cacheFolder: null, launch: garbled });
  expect((await failure(engine.paint(request))).code).toBe('engine-died');
  expect(await launched[0]!.ended).toContain('SIGKILL');
});
