import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { EngineReply } from '../../src/shared/engine/engine-protocol.ts';
import { explainShortage } from '../../src/worker/threads/out-of-memory.ts';
import { createThreadClient, type Served } from '../../src/worker/threads/thread-client.ts';

const shortage = { code: 'too-much', message: 'the engine ran out of memory' };

describe('memory that cannot be had', () => {
  test.each<[string, () => unknown]>([
    ['an array buffer', () => new SharedArrayBuffer(2 ** 52)],
    ['a larger one than any', () => new SharedArrayBuffer(2 ** 60)],
    ['a typed array', () => new Float32Array(2 ** 45)],
    ['a typed array beyond all', () => new Float32Array(2 ** 53)],
  ])('is said as what it is: %s', (_, take) => {
    expect(() => {
      try {
        take();
      } catch (error) {
        throw explainShortage(error);
      }
    }).toThrow(expect.objectContaining(shortage));
  });

  test('a mistake of ours stays one', () => {
    const mistake = new RangeError('Invalid typed array length: -1');
    expect(explainShortage(mistake)).toBe(mistake);
  });

  test('a thread whose heap is full fails its request in words', async () => {
    const hog =
      "require('node:worker_threads').parentPort.on('message', () => { const all = []; for (;;) all.push({ all }); });";
    const { promise: said, resolve } = Promise.withResolvers<EngineReply>();
    const { promise: crashed, resolve: onCrash } = Promise.withResolvers<void>();
    const start = () => new Worker(hog, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 20 } });
    const client = createThreadClient<Served>(start, resolve, onCrash);
    client.send({ type: 'summarize', id: 3, folder: 'x' });
    expect(await said).toMatchObject({ type: 'failed', id: 3, error: shortage });
    await crashed;
    await client.close();
  });
});
