import { expect, it } from 'vitest';
import { type DigitalOperation, type Meter, NO_METER } from '../../src/worker/energy/events.ts';
import { ExactEngine } from '../../src/worker/exact/exact-engine.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { loadModel } from '../../src/worker/models/load-model.ts';
import type { MatrixLayer } from '../../src/worker/tensor/matrix-layer.ts';
import { zeros } from '../../src/worker/tensor/tensor.ts';
import { fixture } from '../golden/read-golden.ts';

/** Records the additions and multiplications of each operation and layer. */
function recordingMeter() {
  const flops = new Map<string, number>();
  const layers = new Set<string | null>();
  const operations = new Set<DigitalOperation>();
  const meter: Meter = {
    ...NO_METER,
    digital(operation, layer, count, bytes) {
      expect(Number.isInteger(count) && count >= 0 && bytes >= 0).toBe(true);
      const key = `${operation} ${layer}`;
      flops.set(key, (flops.get(key) ?? 0) + count);
      layers.add(layer);
      operations.add(operation);
    },
  };
  return { meter, flops, layers, operations };
}

it('a prediction reports its products, attention, norms and the rest, layer by layer', () => {
  const { meter, flops, layers, operations } = recordingMeter();
  const { unet } = loadModel(fixture('networks/model'));
  const kernels = createKernelPool({ backend: 'reference', threads: 1 });
  const [batch, height, width, words] = [2, 8, 12, 5];
  unet.predict(
    { engine: new ExactEngine(kernels, meter), kernels, meter },
    {
      latents: zeros([batch, height, width, 4]),
      timestep: 500,
      context: zeros([batch, words, 12]),
      pooled: zeros([batch, 12]),
    },
  );

  const pixels = batch * height * width;
  const coarse = pixels / 4;
  expect(flops.get('matmul unet.conv_in')).toBe(2 * pixels * (9 * 4) * 8);
  expect(flops.get('matmul unet.down_blocks.0.downsamplers.0.conv')).toBe(2 * coarse * (9 * 8) * 8);
  expect(flops.get('matmul unet.time_embedding.linear_1')).toBe(2 * batch * 8 * 32);
  const block = 'unet.down_blocks.1.attentions.0.transformer_blocks.0';
  expect(flops.get(`matmul ${block}.attn2.to_k`)).toBe(2 * batch * words * 12 * 16);
  // q k^T and weights v: two products over all channels for every pair of tokens.
  expect(flops.get(`attention ${block}.attn1`)).toBe(2 * 2 * batch * (coarse / batch) ** 2 * 16);
  expect(flops.get(`attention ${block}.attn2`)).toBe(2 * 2 * coarse * words * 16);
  expect(operations).toEqual(new Set(['matmul', 'attention', 'norm', 'softmax', 'activation', 'elementwise']));
  expect([...layers].filter((layer) => !layer?.startsWith('unet.'))).toEqual([]);
  expect(unet.layers.every(({ name }) => flops.has(`matmul ${name}`))).toBe(true);
});

it('fetches the weights of a layer once while the memory beside the digital unit has room, and every time beyond', () => {
  const fetched: [number, string | undefined][] = [];
  const meter: Meter = { ...NO_METER, dram: (bytes, layer) => fetched.push([bytes, layer]) };
  const engine = new ExactEngine(createKernelPool({ backend: 'reference', threads: 1 }), meter);
  const layer = (name: string, inputs: number): MatrixLayer => ({
    name,
    weight: new Float32Array(inputs * 1024),
    bias: null,
    outputs: 1024,
    inputs,
    conv: null,
  });
  const [small, large, other] = [layer('small', 1024), layer('large', 1536), layer('other', 512)];
  for (let i = 0; i < 2; i++) {
    for (const one of [small, large, other]) engine.apply(one, zeros([1, one.inputs]));
  }
  const mib = 1 << 20;
  expect(fetched).toEqual([
    [4 * mib, 'small'],
    [6 * mib, 'large'],
    [2 * mib, 'other'],
    [6 * mib, 'large'],
  ]);
});
