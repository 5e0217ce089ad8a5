import { afterEach, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/main/engine/engine-client.ts';
import { type EngineProcess, forkEngine, type LaunchEngine } from '../../src/main/engine/engine-process.ts';
import { phrase } from '../../src/shared/refusals.ts';
import { enginesOf } from './engine-processes.ts';
import { draft, remove, type Started, startQueue, startTestEngine } from './start-queue.ts';

let studio: Started;
let engine: Engine;

afterEach(async () => {
  vi.useRealTimers();
  await studio.close();
  await engine.close();
  await remove(studio.folder);
});

async function start(launch?: LaunchEngine): Promise<void> {
  engine = startTestEngine(launch);
  studio = await startQueue(engine);
}

/**
 * Hang detection counts intervals. With intervals faked, minutes of silence pass at once, and a slow start does not
 * count.
 */
const holdWatches = () => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });

/** Never finished: large, too. */
const long = draft({ steps: 200, width: 256, height: 256, seed: 99 });
const saved = () => studio.events.filter((event) => event.type === 'saved');
const painting = () => studio.until(() => studio.events.some((event) => event.type === 'progress'));

const engines = () => enginesOf(process.pid);

test('an engine that dies costs the running picture: its job fails with the reason, a new engine paints the next', async () => {
  await start();
  studio.queue.add({ drafts: [long, draft()], first: false, sweep: null });
  await painting();
  const [pid] = engines();
  process.kill(pid!, 'SIGKILL');
  await studio.settled();
  expect(studio.queue.state()).toMatchObject({ paused: false, waiting: [], stopped: [{ seed: 99, state: 'failed' }] });
  expect(studio.queue.state().stopped[0]!.error).toMatchObject({ code: 'engine-died' });
  expect(studio.queue.state().stopped[0]!.error!.message).toContain('SIGKILL');
  expect(saved()).toHaveLength(1);
  expect(engines()).not.toContain(pid);
});

test('an engine that hangs is ended; its job says so, the next is painted', async () => {
  holdWatches();
  await start();
  studio.queue.add({ drafts: [long, draft()], first: false, sweep: null });
  await painting();
  const [pid] = engines();
  process.kill(pid!, 'SIGSTOP');
  vi.advanceTimersByTime(120_000);
  await studio.settled();
  expect(studio.queue.state().stopped).toMatchObject([{ seed: 99, state: 'failed', error: { code: 'engine-died' } }]);
  expect(studio.queue.state().stopped[0]!.error!.message).toBe(
    'the engine gave no sign of life for 120 seconds and was ended',
  );
  expect(saved()).toHaveLength(1);
  expect(engines()).not.toContain(pid);
});

test('cancelling a job whose engine hangs ends the engine, and the job is cancelled, not failed', async () => {
  holdWatches();
  await start();
  const { jobIds } = studio.queue.add({ drafts: [long, draft()], first: false, sweep: null });
  await painting();
  process.kill(engines()[0]!, 'SIGSTOP');
  studio.queue.cancel({ jobId: jobIds[0]! });
  vi.advanceTimersByTime(20_000);
  await studio.settled();
  expect(studio.queue.state().stopped).toMatchObject([{ seed: 99, state: 'cancelled', error: null }]);
  expect(saved()).toHaveLength(1);
});

test('closing does not wait for an engine that hangs; its job waits for the next start', async () => {
  await start();
  studio.queue.add({ drafts: [long], first: false, sweep: null });
  await painting();
  process.kill(engines()[0]!, 'SIGSTOP');
  await studio.close();
  expect(engines()).toEqual([]);
  studio = await startQueue(engine, { folder: studio.folder });
  expect(studio.queue.state()).toMatchObject({ paused: true, restored: 1, waiting: [{ seed: 99, state: 'queued' }] });
});

test('when engine after engine dies the queue pauses instead of failing everything that waits', async () => {
  const dead: EngineProcess = {
    send() {},
    onMessage() {},
    onExit: (listener) => void setImmediate(() => listener(phrase('engine-not-started', { why: 'no memory' }))),
    stop: async () => {},
    kill() {},
  };
  let launches = 0;
  await start((entry) => (++launches <= 3 ? dead : forkEngine(entry)));
  studio.queue.add({ drafts: [long, long, long, draft()], first: false, sweep: null });
  await studio.settled();
  const failed = { state: 'failed', error: { code: 'engine-died' } };
  expect(studio.queue.state()).toMatchObject({
    paused: true,
    waiting: [{ seed: 1, state: 'queued' }],
    stopped: [failed, failed, failed],
  });
  studio.queue.resume();
  await studio.settled();
  expect(saved()).toHaveLength(1);
});
