import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { queueStateSchema, sweepSchema } from '../../src/shared/contract/queue.ts';
import { EXACT } from '../../src/shared/recipe/reference.ts';
import { hashModel } from '../../src/worker/model-files/weights-file.ts';
import { decodePng } from '../files/decode-png.ts';
import { fixture } from '../golden/read-golden.ts';
import {
  draft,
  exactChip,
  pcm,
  remove,
  type Started,
  type StartOptions,
  startQueue,
  startTestEngine,
} from './start-queue.ts';

const engine = startTestEngine();
afterAll(() => engine.close());

const open: Started[] = [];
const folders = new Set<string>();

async function start(options?: StartOptions): Promise<Started> {
  const started = await startQueue(engine, options);
  open.push(started);
  folders.add(started.folder);
  return started;
}
async function stop(started: Started): Promise<void> {
  open.splice(open.indexOf(started), 1);
  await started.close();
}
afterEach(async () => {
  for (const started of open.splice(0)) await started.close();
  for (const folder of folders) await remove(folder);
  folders.clear();
});

/** A picture whose completion no test waits for: the test interrupts it, however slow the machine is. */
const long = draft({ steps: 200, width: 256, height: 256, seed: 99 });
const seeds = (...values: number[]) => values.map((seed) => draft({ seed }));
const waitingSeeds = ({ queue }: Started) => queue.state().waiting.map((job) => job.seed);
const saved = ({ events }: Started) => events.filter((event) => event.type === 'saved');
const painting = (started: Started) => started.until(() => started.events.some((event) => event.type === 'progress'));

describe('painting', () => {
  test('jobs are saved in order, each with its recipe and energy, and the session adds them up', async () => {
    const studio = await start();
    const { jobIds, sweepId } = studio.queue.add({ drafts: seeds(5, 6, 7), first: false, sweep: null });
    expect(sweepId).toBeNull();
    expect(studio.queue.running).toBe(true);
    await studio.settled();
    expect(saved(studio).map((event) => event.jobId)).toEqual(jobIds);
    const pictures = saved(studio).map((event) => studio.library.pictures.get({ id: event.pictureId }));
    expect(pictures.map((picture) => picture.recipe?.seed)).toEqual([5, 6, 7]);
    const joules = pictures.map((picture) => picture.energy!.joules);
    expect(Math.min(...joules)).toBeGreaterThan(0);
    const state = queueStateSchema.parse(studio.queue.state());
    expect(state).toMatchObject({ paused: false, restored: 0, waiting: [], stopped: [] });
    expect(state.session.pictures).toBe(3);
    expect(state.session.joules).toBeCloseTo(
      joules.reduce((sum, value) => sum + value, 0),
      12,
    );
  });

  test('progress names the newest preview, a smooth picture large enough to look at', async () => {
    const studio = await start();
    const { jobIds } = studio.queue.add({ drafts: [draft({ steps: 40 })], first: false, sweep: null });
    const shown = () =>
      studio.events.flatMap((event) => (event.type === 'progress' ? (event.progress.previewUrl ?? []) : []));
    await studio.until(() => shown().length > 0);
    expect(shown()[0]).toMatch(new RegExp(`^/previews/${jobIds[0]}/\\d+\\.png$`));
    const { width, height, data } = decodePng(studio.queue.preview(jobIds[0]!, 1)!);
    expect([width, height]).toEqual([256, 256]);
    expect(new Set(data).size).toBeGreaterThan(64);
    await studio.settled();
    expect(studio.queue.preview(jobIds[0]! + 1, 1)).toBeNull();
  });

  test('exact on either side is stored and painted as the one exact setting', async () => {
    const studio = await start();
    studio.queue.pause();
    const { jobIds } = studio.queue.add({
      drafts: [
        draft({ chip: pcm, precision: EXACT, chipSeed: 4, age: 100 }),
        draft({ chip: exactChip, chipSeed: 5 }),
        draft({ chip: pcm, chipSeed: 6 }),
      ],
      first: false,
      sweep: null,
    });
    const [first, second, third] = jobIds.map((jobId) => studio.queue.draft({ jobId }));
    expect(first).toEqual(draft({ chip: exactChip, precision: EXACT }));
    expect(second).toEqual(first);
    expect(third).toMatchObject({ chip: { id: 'pcm' }, chipSeed: 6 });
  });

  test('an unknown model fails its job with the reason, and the next one is painted', async () => {
    const studio = await start();
    studio.queue.add({ drafts: [draft({ model: { id: 'gone' } }), draft()], first: false, sweep: null });
    await studio.settled();
    expect(studio.queue.state().stopped).toMatchObject([
      { state: 'failed', error: { code: 'not-found', message: "there is no model 'gone'", todo: 'Choose another' } },
    ]);
    expect(saved(studio)).toHaveLength(1);
  });

  test('a job that wants the weights of its day fails with the way out once the model has others', async () => {
    const studio = await start();
    const drafts = ['0'.repeat(64), hashModel(fixture('networks/model'))].map((hash) =>
      draft({ model: { id: 'tiny', hash } }),
    );
    studio.queue.add({ drafts, first: false, sweep: null });
    await studio.settled();
    expect(studio.queue.state().stopped).toMatchObject([
      { state: 'failed', error: { code: 'bad-model', todo: expect.stringContaining('Paint its prompt anew') } },
    ]);
    expect(saved(studio)).toHaveLength(1);
  });

  test('a library that cannot be written fails the job and pauses the queue: the next would be lost as well', async () => {
    const studio = await start();
    const pictures = join(studio.folder, 'pictures');
    await rm(pictures, { recursive: true, force: true });
    await writeFile(pictures, 'in the way');
    studio.queue.add({ drafts: seeds(1, 2), first: false, sweep: null });
    await studio.settled();
    const state = studio.queue.state();
    expect(state.paused).toBe(true);
    expect(state.stopped).toMatchObject([{ seed: 1, state: 'failed', pictureId: null, error: { code: 'unwritable' } }]);
    expect(state.waiting).toMatchObject([{ seed: 2, state: 'queued' }]);
    expect(studio.library.pictures.facets().total).toBe(0);

    await rm(pictures);
    studio.queue.retry({ jobId: state.stopped[0]!.id });
    studio.queue.resume();
    await studio.settled();
    expect(saved(studio)).toHaveLength(2);
  });
});

describe('order', () => {
  test('first goes before everything that waits and keeps its own order; move puts a job anywhere', async () => {
    const studio = await start();
    const { queue } = studio;
    queue.pause();
    const { jobIds } = queue.add({ drafts: seeds(1, 2, 3), first: false, sweep: null });
    const [one, two, three] = jobIds as [number, number, number];
    queue.add({ drafts: seeds(8, 9), first: true, sweep: null });
    expect(waitingSeeds(studio)).toEqual([8, 9, 1, 2, 3]);
    queue.move({ jobId: three, before: two });
    expect(waitingSeeds(studio)).toEqual([8, 9, 1, 3, 2]);
    queue.move({ jobId: one, before: null });
    expect(waitingSeeds(studio)).toEqual([8, 9, 3, 2, 1]);
    queue.move({ jobId: two, before: two });
    queue.add({ drafts: seeds(4), first: false, sweep: null });
    expect(waitingSeeds(studio)).toEqual([8, 9, 3, 2, 1, 4]);
    queue.resume();
    await studio.settled();
    const painted = saved(studio).map((event) => studio.library.pictures.get({ id: event.pictureId }).seed);
    expect(painted).toEqual([8, 9, 3, 2, 1, 4]);
  });

  test('the running job stays first; a job moved before it, or added first, is next', async () => {
    const studio = await start();
    const { queue } = studio;
    const { jobIds } = queue.add({ drafts: [long, ...seeds(1, 2)], first: false, sweep: null });
    const [running, one, two] = jobIds as [number, number, number];
    queue.add({ drafts: seeds(7), first: true, sweep: null });
    queue.move({ jobId: two, before: running });
    expect(waitingSeeds(studio)).toEqual([99, 2, 7, 1]);
    expect(() => queue.move({ jobId: running, before: one })).toThrow('no longer waits');
    queue.cancel({ jobId: one });
    expect(() => queue.move({ jobId: two, before: one })).toThrow('no longer waits');
    expect(() => queue.move({ jobId: 12345, before: null })).toThrow('there is no job 12345');
  });

  test('however jobs are moved about, they keep the order of a list', async () => {
    const studio = await start();
    studio.queue.pause();
    const { jobIds } = studio.queue.add({ drafts: seeds(...Array(12).keys()), first: false, sweep: null });
    const list = [...jobIds];
    let state = 12345;
    const random = (below: number) => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return Math.floor((state / 2 ** 31) * below);
    };
    for (let i = 0; i < 300; i++) {
      const jobId = list[random(list.length)]!;
      const before = [...list.filter((id) => id !== jobId), null][random(list.length)]!;
      studio.queue.move({ jobId, before });
      list.splice(list.indexOf(jobId), 1);
      list.splice(before === null ? list.length : list.indexOf(before), 0, jobId);
    }
    expect(studio.queue.state().waiting.map((job) => job.id)).toEqual(list);
  });
});

describe('pause, cancel, clear, retry', () => {
  test('a paused queue finishes the running picture and starts no other until it is resumed', async () => {
    const studio = await start();
    studio.queue.add({ drafts: seeds(1, 2), first: false, sweep: null });
    studio.queue.pause();
    await studio.settled();
    expect(saved(studio)).toHaveLength(1);
    expect(waitingSeeds(studio)).toEqual([2]);
    studio.queue.resume();
    await studio.settled();
    expect(saved(studio)).toHaveLength(2);
  });

  test('the running job is cancelled, keeps its last preview, and the next one is painted', async () => {
    const studio = await start();
    const { queue } = studio;
    const { jobIds } = queue.add({ drafts: [long, draft()], first: false, sweep: null });
    await studio.until(() => queue.state().waiting[0]?.previewUrl != null);
    queue.cancel({ jobId: jobIds[0]! });
    await studio.settled();
    const [stopped] = queue.state().stopped;
    expect(stopped).toMatchObject({ id: jobIds[0], state: 'cancelled', pictureId: null, error: null });
    expect(stopped!.previewUrl).toMatch(/^\/previews\//);
    expect(queue.preview(jobIds[0]!, 1)).not.toBeNull();
    expect(saved(studio).map((event) => event.jobId)).toEqual([jobIds[1]]);
    expect(studio.library.pictures.facets().total).toBe(1);
    // A second click, and a click on a finished job, are no errors.
    for (const jobId of jobIds) queue.cancel({ jobId });
    expect(queue.state().stopped).toHaveLength(1);
    expect(() => queue.cancel({ jobId: 12345 })).toThrow('there is no job 12345');
  });

  test('clear cancels what waits but not what runs, then forgets what stopped', async () => {
    const studio = await start();
    const { queue } = studio;
    queue.add({ drafts: [long, ...seeds(1, 2)], first: false, sweep: null });
    await painting(studio);
    queue.clear({ what: 'waiting' });
    expect(queue.state()).toMatchObject({
      waiting: [{ seed: 99, state: 'running' }],
      stopped: [
        { seed: 2, state: 'cancelled' },
        { seed: 1, state: 'cancelled' },
      ],
    });
    queue.clear({ what: 'stopped' });
    expect(queue.state().stopped).toEqual([]);
    expect(queue.running).toBe(true);
  });

  test('a stopped job is retried first in line; others are refused', async () => {
    const studio = await start();
    const { queue } = studio;
    queue.pause();
    const { jobIds } = queue.add({ drafts: seeds(1, 2, 3), first: false, sweep: null });
    queue.cancel({ jobId: jobIds[2]! });
    queue.retry({ jobId: jobIds[2]! });
    expect(waitingSeeds(studio)).toEqual([3, 1, 2]);
    expect(queue.state().stopped).toEqual([]);
    expect(() => queue.retry({ jobId: jobIds[0]! })).toThrow('waits already');
    queue.resume();
    await studio.settled();
    expect(() => queue.retry({ jobId: jobIds[0]! })).toThrow('has been painted');
    expect(saved(studio).map((event) => event.jobId)).toEqual([jobIds[2], jobIds[0], jobIds[1]]);
  });
});

describe('the next start', () => {
  test('what was left waits in its order, paused, with a count, until it is resumed', async () => {
    const before = await start();
    before.queue.add({ drafts: [draft({ model: { id: 'gone' } }), long, ...seeds(1, 2)], first: false, sweep: null });
    await painting(before);
    before.queue.add({ drafts: seeds(7), first: true, sweep: null });
    await stop(before);
    expect(saved(before)).toEqual([]);

    const after = await start({ folder: before.folder });
    expect(after.queue.state()).toMatchObject({ paused: true, restored: 4, stopped: [{ state: 'failed' }] });
    expect(after.queue.state().waiting.map(({ seed, state }) => [seed, state])).toEqual([
      [99, 'queued'],
      [7, 'queued'],
      [1, 'queued'],
      [2, 'queued'],
    ]);
    expect(after.queue.running).toBe(false);
    after.queue.cancel({ jobId: after.queue.state().waiting[0]!.id });
    after.queue.resume();
    expect(after.queue.state()).toMatchObject({ paused: false, restored: 0 });
    await after.settled();
    expect(saved(after)).toHaveLength(3);
    await stop(after);

    const empty = await start({ folder: before.folder });
    expect(empty.queue.state()).toMatchObject({ paused: false, restored: 0, waiting: [] });
  });

  test('a restored queue that is cleared asks nothing more, and paints what comes', async () => {
    const before = await start();
    before.queue.pause();
    before.queue.add({ drafts: seeds(1, 2), first: false, sweep: null });
    await stop(before);
    const after = await start({ folder: before.folder });
    expect(after.queue.state().restored).toBe(2);
    after.queue.clear({ what: 'waiting' });
    expect(after.queue.state()).toMatchObject({ paused: false, restored: 0 });
    after.queue.add({ drafts: seeds(3), first: false, sweep: null });
    await after.settled();
    expect(saved(after)).toHaveLength(1);
  });
});

describe('sweeps', () => {
  const axes = { x: { field: 'seed', values: [1, 2] }, y: { field: 'steps', values: [2, 3] } };
  const cells = [2, 3].flatMap((steps) => [1, 2].map((seed) => draft({ seed, steps })));

  test('cells become pictures, row by row; the trash empties one and keeps its job', async () => {
    const studio = await start();
    const { queue, library } = studio;
    queue.pause();
    const { sweepId, jobIds } = queue.add({ drafts: cells, first: false, sweep: axes });
    const id = sweepId!;
    expect(sweepSchema.parse(queue.sweeps.get(id))).toMatchObject({
      axes,
      cells: jobIds.map((jobId) => ({ job: { id: jobId, state: 'queued' }, picture: null })),
    });
    queue.resume();
    await studio.settled();
    const { cells: painted } = queue.sweeps.get(id);
    expect(painted.map(({ picture }) => [picture!.steps, picture!.seed, picture!.sweepId])).toEqual([
      [2, 1, id],
      [2, 2, id],
      [3, 1, id],
      [3, 2, id],
    ]);
    const ids = painted.map(({ picture }) => picture!.id);
    expect(queue.sweeps.ids(id)).toEqual(ids);
    library.pictures.trash({ ids: [ids[1]!] });
    expect(queue.sweeps.get(id).cells[1]).toMatchObject({ job: { state: 'done', pictureId: ids[1] }, picture: null });
    expect(queue.sweeps.ids(id)).toEqual([ids[0], ids[2], ids[3]]);
    expect(queue.sweeps.list()).toMatchObject([{ id, axes, prompt: cells[0]!.prompt, done: 4, total: 4 }]);
    await library.pictures.purge({ ids: [ids[1]!] });
    expect(queue.sweeps.get(id).cells[1]).toEqual({ job: null, picture: null });
  });

  test('survive a restart, and a cleared cell can still be retried', async () => {
    const before = await start();
    before.queue.pause();
    const { sweepId, jobIds } = before.queue.add({ drafts: cells, first: false, sweep: axes });
    before.queue.cancel({ jobId: jobIds[3]! });
    before.queue.clear({ what: 'stopped' });
    before.queue.resume();
    await before.settled();
    expect(before.queue.state().stopped).toEqual([]);
    await stop(before);

    const after = await start({ folder: before.folder });
    expect(after.queue.sweeps.list()).toMatchObject([{ done: 3, total: 4 }]);
    expect(after.queue.sweeps.get(sweepId!).cells[3]).toMatchObject({ job: { state: 'cancelled' }, picture: null });
    after.queue.retry({ jobId: jobIds[3]! });
    await after.settled();
    expect(after.queue.sweeps.get(sweepId!).cells[3]).toMatchObject({ job: { state: 'done' }, picture: { seed: 2 } });
  });

  test('a sweep with too few drafts is refused whole', async () => {
    const { queue } = await start();
    expect(() => queue.add({ drafts: cells.slice(1), first: false, sweep: axes })).toThrow(RangeError);
    expect(queue.sweeps.list()).toEqual([]);
    expect(() => queue.sweeps.get(1)).toThrow('there is no sweep 1');
  });

  test('the same picture twice is one picture in two cells', async () => {
    const studio = await start();
    const same = { x: { field: 'seed', values: [1, 1] }, y: null };
    const { sweepId } = studio.queue.add({ drafts: [draft(), draft()], first: false, sweep: same });
    await studio.settled();
    const [left, right] = studio.queue.sweeps.get(sweepId!).cells;
    expect(left!.picture!.id).toBe(right!.picture!.id);
    expect(studio.library.pictures.facets().total).toBe(1);
  });
});

test('the database itself refuses a job that is done without a picture, and two that run', async () => {
  const studio = await start();
  studio.queue.pause();
  studio.queue.add({ drafts: seeds(1, 2), first: false, sweep: null });
  const { db } = studio.library;
  expect(() => db.exec(`UPDATE jobs SET state = 'done', finished_at = 1`)).toThrow('CHECK');
  expect(() => db.exec(`UPDATE jobs SET state = 'running'`)).toThrow('UNIQUE');
});

test('a job whose save fails in the database leaves no row; its picture is set aside', async () => {
  const studio = await start();
  studio.library.db.exec(`CREATE TRIGGER broken BEFORE UPDATE ON jobs WHEN new.state = 'done'
    BEGIN SELECT raise(ABORT, 'no more'); END`);
  studio.queue.add({ drafts: seeds(1), first: false, sweep: null });
  await studio.settled();
  expect(studio.queue.state().stopped).toMatchObject([{ state: 'failed', error: { code: 'unwritable' } }]);
  expect(studio.library.pictures.facets().total).toBe(0);
  expect(await studio.library.maintenance.setAside()).toBe(1);
});
