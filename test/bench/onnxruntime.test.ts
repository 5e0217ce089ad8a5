import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openBenchModel } from '../../src/worker/bench/bench-model.ts';
import { onChip } from '../../src/worker/bench/on-chip.ts';
import { loadOnnxruntime, openPeer } from '../../src/worker/bench/onnxruntime.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { exactSetup, orderOf } from './order.ts';

const pool = createKernelPool({ threads: 1 });
afterAll(() => pool.close());

test('onnxruntime answers as the exact network does: the comparison is with the same computation', async () => {
  const onnxruntime = await loadOnnxruntime();
  if (typeof onnxruntime === 'string') throw new Error(onnxruntime);
  const order = await orderOf();
  const benchModel = openBenchModel(order);
  const input = benchModel.guidedInput(pool, benchModel.latents);
  const peer = await openPeer(onnxruntime, order.picture.modelFolder, 1, input);
  const theirs = await peer.answer();
  const ours = benchModel.model.unet.predict(onChip(pool, await exactSetup()), input).data;
  expect(theirs).toHaveLength(ours.length);
  const largest = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
  expect(largest).toBeGreaterThan(0.1);
  expect(difference / largest).toBeLessThan(1e-4);
});

test('where it is not installed, the bench says why there is nothing to compare with', () => {
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (name === 'onnxruntime-node') throw Object.assign(new Error('none'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    } });`;
  const module = fileURLToPath(new URL('../../src/worker/bench/onnxruntime.ts', import.meta.url));
  const script = `import { loadOnnxruntime } from ${JSON.stringify(module)}; console.log(await loadOnnxruntime());`;
  const { stdout } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  expect(stdout).toMatch(/^onnxruntime-node is not installed: /);
});
