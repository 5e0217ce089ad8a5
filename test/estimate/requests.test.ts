import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import type { OhmbrushError } from '../../src/shared/errors.ts';
import type { JobDraft } from '../../src/shared/recipe/draft.ts';
import { analogChip, ownBits } from '../chip/builders.ts';
import { fixture } from '../golden/read-golden.ts';
import { draft } from './drafts.ts';

const modelFolder = fixture('networks/model');
const precision = { name: 'none', plan: ownBits };
const tiny = (parts: Partial<JobDraft> = {}) =>
  draft({ model: { id: 'tiny' }, chip: analogChip(), precision, width: 16, height: 16, ...parts });

let engine: Engine;
beforeAll(() => {
  engine = startEngine({ cacheFolder: null });
});
afterAll(() => engine.close());

const estimate = (drafts: JobDraft[], folder = modelFolder, signal?: AbortSignal) =>
  engine.estimate({ modelId: 'tiny', modelFolder: folder, drafts }, signal);

const failure = (promise: Promise<unknown>): Promise<OhmbrushError> =>
  promise.then(
    () => expect.unreachable('it should have failed'),
    (error: OhmbrushError) => error,
  );

describe('drafts', () => {
  test('get one estimate each, in their order', async () => {
    const steps = [9, 3, 6];
    const estimates = await estimate(steps.map((count) => tiny({ steps: count })));
    const joules = estimates.map((one) => one.joules);
    // Text encoder and decoder are counted once, so energy is linear in the number of steps.
    expect(joules[0]! - joules[2]!).toBeCloseTo(joules[2]! - joules[1]!, 15);
    expect(joules[0]).toBeGreaterThan(joules[1]!);
  });

  test('that differ in what costs nothing cost the same', async () => {
    const [first, ...others] = await estimate([
      tiny(),
      tiny({ seed: 1 }),
      tiny({ chipSeed: 1 }),
      tiny({ prompt: 'a house' }),
      tiny({ guidance: 9 }),
      tiny({ sampler: 'ddim' }),
    ]);
    for (const other of others) expect(other).toEqual(first);
  });

  test('of fewer bits, fewer steps, a smaller picture, no guidance and an old chip cost less', async () => {
    const aging = analogChip({ cell: { drift: { t0: 20, nuMean: 0.05, nuStd: 0.01, compensation: 'none' } } });
    const [usual, ...cheaper] = await estimate([
      tiny({ chip: aging, width: 32, height: 32 }),
      tiny({
        chip: aging,
        width: 32,
        height: 32,
        precision: { name: 'four', plan: { default: { adcBits: 4 }, overrides: [] } },
      }),
      tiny({ chip: aging, width: 32, height: 32, steps: 7 }),
      tiny({ chip: aging, width: 32, height: 16 }),
      tiny({ chip: aging, width: 32, height: 32, guidance: 1 }),
      tiny({ chip: aging, width: 32, height: 32, age: 1e8 }),
    ]);
    for (const one of cheaper) expect(one.joules).toBeLessThan(usual!.joules);
  });
});

describe('what goes wrong', () => {
  test('a size that the model cannot do', async () => {
    expect(await failure(estimate([tiny(), tiny({ width: 33 })]))).toMatchObject({ code: 'bad-size' });
  });

  test('a model that is not there', async () => {
    expect(await failure(estimate([tiny()], '/nowhere'))).toMatchObject({
      message: expect.stringContaining('/nowhere'),
    });
  });

  test('a draft for another model, none, and more than a call may bring are mistakes of the caller', async () => {
    for (const drafts of [[tiny({ model: { id: 'other' } })], [], Array.from({ length: 401 }, () => tiny())]) {
      expect((await failure(estimate(drafts))).code).toBe('internal');
    }
    expect(await estimate([tiny()])).toHaveLength(1);
  });
});

test('estimates come while a picture is painted, and what is out of date is left out', async () => {
  const stop = new AbortController();
  const { promise: painting, resolve: onPainting } = Promise.withResolvers<void>();
  let painted = false;
  const picture = engine.paint(
    {
      draft: tiny({ steps: 200, width: 128, height: 128 }),
      modelFolder,
      backend: 'reference',
      threads: 1,
      previews: false,
    },
    { signal: stop.signal, onProgress: ({ phase }) => phase === 'step' && onPainting() },
  );
  const end = picture.finally(() => {
    painted = true;
  });
  const cancelled = failure(end);
  await painting;

  const outOfDate = new AbortController();
  const many = Array.from({ length: 400 }, (_, i) => tiny({ age: i }));
  const first = failure(estimate(many, modelFolder, outOfDate.signal));
  outOfDate.abort();
  expect(await estimate([tiny()])).toHaveLength(1);
  expect((await first).code).toBe('cancelled');
  expect(painted).toBe(false);
  stop.abort();
  expect((await cancelled).code).toBe('cancelled');
});
