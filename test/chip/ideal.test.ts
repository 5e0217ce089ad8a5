import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { cellLayout, cellLevel } from '../../src/worker/chip/program/cells.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { roundHalfToEven } from '../../src/worker/kernels/rounding.ts';
import type { MatrixLayer } from '../../src/worker/tensor/matrix-layer.ts';
import type { Tensor } from '../../src/worker/tensor/tensor.ts';
import { analogChip, applyOn, convLayer, digitalChip, gaussianTensor, linearLayer } from './builders.ts';

const pool = createKernelPool({ backend: 'reference', threads: 1 });
afterAll(() => pool.close());

const { fround } = Math;

/** y of a layer by plain integer arithmetic, written without any of the chip's code but the rounding. */
function integerProduct(layer: MatrixLayer, x: Tensor, inputBits: number, weightBits: number): number[] {
  const rows = patches(layer, x);
  const inputMax = 2 ** (inputBits - 1) - 1;
  const weightMax = 2 ** (weightBits - 1) - 1;
  return rows.flatMap((row) => {
    const input = integersOf(row, inputMax);
    return Array.from({ length: layer.outputs }, (_, n) => {
      const weights = [...layer.weight.subarray(n * layer.inputs, (n + 1) * layer.inputs)];
      const weight = integersOf(weights, weightMax);
      const total = weight.integers.reduce((sum, w, k) => sum + w * input.integers[k]!, 0);
      return fround(fround(fround(total) * fround(input.scale * weight.scale)) + layer.bias![n]!);
    });
  });
}

function integersOf(values: number[], max: number) {
  const limit = values.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  const inverse = fround(max / limit);
  return {
    integers: values.map((v) => (limit === 0 ? 0 : roundHalfToEven(fround(v * inverse)))),
    scale: fround(limit / max),
  };
}

/** Rows of the product: the tensor's own, or the patches of an image in the order [ky, kx, channel]. */
function patches(layer: MatrixLayer, x: Tensor): number[][] {
  const depth = x.shape.at(-1)!;
  if (!layer.conv) {
    return Array.from({ length: x.data.length / depth }, (_, m) => [...x.data.subarray(m * depth, (m + 1) * depth)]);
  }
  const { kernel, stride, pad } = layer.conv;
  const [batch, height, width] = x.shape as [number, number, number];
  const rows: number[][] = [];
  for (let b = 0; b < batch; b++) {
    for (let y = -pad.top; y + kernel <= height + pad.bottom; y += stride) {
      for (let left = -pad.left; left + kernel <= width + pad.right; left += stride) {
        const row: number[] = [];
        for (let ky = y; ky < y + kernel; ky++) {
          for (let kx = left; kx < left + kernel; kx++) {
            const inside = ky >= 0 && ky < height && kx >= 0 && kx < width;
            for (let c = 0; c < depth; c++) {
              row.push(inside ? x.data[((b * height + ky) * width + kx) * depth + c]! : 0);
            }
          }
        }
        rows.push(row);
      }
    }
  }
  return rows;
}

const bits = fc.integer({ min: 2, max: 8 });
const architecture = fc.record({
  inputBits: bits,
  weightBits: bits,
  cellBits: fc.integer({ min: 1, max: 8 }),
  encoding: fc.constantFrom('differential' as const, 'offset' as const),
  mode: fc.constantFrom('one-shot' as const, 'bit-serial' as const),
  sliceBits: fc.integer({ min: 1, max: 4 }),
  tileRows: fc.integer({ min: 8, max: 40 }),
});

function chipOf(a: ReturnType<typeof architecture.generate>['value']) {
  return analogChip({
    weights: { bits: a.weightBits, cellBits: Math.min(a.cellBits, a.weightBits), encoding: a.encoding },
    dac: { bits: a.inputBits, mode: a.mode, sliceBits: a.sliceBits },
    tile: { rows: a.tileRows },
  });
}

describe('cells', () => {
  it('recompose to the integer they were cut from', () => {
    fc.assert(
      fc.property(architecture, fc.double({ min: -1, max: 1, noNaN: true }), (a, share) => {
        const layout = cellLayout(chipOf(a).weights, a.weightBits);
        const weight = Math.round(share * (2 ** (a.weightBits - 1) - 1)) + 0;
        let sum = -layout.offset;
        for (let slice = 0; slice < layout.weightSlices; slice++) {
          const positive = cellLevel(layout, weight, slice, 0);
          const negative = a.encoding === 'offset' ? 0 : cellLevel(layout, weight, slice, 1);
          expect(Math.max(positive, negative)).toBeLessThanOrEqual(layout.maxLevel);
          expect(Math.min(positive, negative)).toBe(0);
          sum += (positive - negative) * layout.sliceWeight[slice]!;
        }
        expect(sum).toBe(weight);
      }),
    );
  });
});

describe('an ideal chip', () => {
  it('equals integer arithmetic for a linear layer, whatever its bits, slices, encoding and tiles', () => {
    fc.assert(
      fc.property(
        architecture,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(1e6),
        (a, rows, inputs, outputs, seed) => {
          const layer = linearLayer(inputs, outputs, seed);
          const x = gaussianTensor([rows, inputs], seed + 7);
          expect([...applyOn(pool, chipOf(a), layer, x)]).toEqual(integerProduct(layer, x, a.inputBits, a.weightBits));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('equals integer arithmetic for a convolution, one scale per patch', () => {
    fc.assert(
      fc.property(
        architecture,
        fc.constantFrom([1, 1], [3, 1], [3, 2], [5, 1]),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 5, max: 8 }),
        fc.nat(1e6),
        (a, [kernel, stride], channels, side, seed) => {
          const layer = convLayer(channels, 3, kernel!, stride!, seed);
          const x = gaussianTensor([2, side, side + 1, channels], seed + 7);
          expect([...applyOn(pool, chipOf(a), layer, x)]).toEqual(integerProduct(layer, x, a.inputBits, a.weightBits));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is what a digital chip computes', () => {
    const layer = linearLayer(200, 30, 3);
    const x = gaussianTensor([4, 200], 5);
    expect([...applyOn(pool, digitalChip(), layer, x)]).toEqual(integerProduct(layer, x, 8, 8));
  });

  it('is left unchanged by a finite on/off ratio', () => {
    const layer = linearLayer(100, 10, 3);
    const x = gaussianTensor([4, 100], 5);
    for (const encoding of ['differential', 'offset'] as const) {
      const chip = analogChip({ weights: { encoding, cellBits: 2 }, cell: { onOffRatio: 5 } });
      expect([...applyOn(pool, chip, layer, x)]).toEqual(integerProduct(layer, x, 8, 8));
    }
  });
});
