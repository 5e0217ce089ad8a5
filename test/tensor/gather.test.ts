import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gather } from '../../src/worker/kernels/kernels.ts';
import {
  convGather,
  convOutputSize,
  type ImageShape,
  linearGather,
  padImage,
  type Samples,
} from '../../src/worker/tensor/gather.ts';
import type { ConvGeometry } from '../../src/worker/tensor/matrix-layer.ts';

/** Input k of row m, by the definition in kernels.ts. */
function gathered(data: Samples, gather: Gather, m: number, k: number): number {
  const { rowStart, tapStart, tapLength } = gather;
  return data[rowStart[m]! + tapStart[Math.floor(k / tapLength)]! + (k % tapLength)]!;
}

const small = fc.integer({ min: 0, max: 2 });
const geometries = fc.record({
  kernel: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 3 }),
  pad: fc.record({ top: small, left: small, bottom: small, right: small }),
});
const shapes = fc.tuple(
  fc.integer({ min: 1, max: 2 }),
  fc.integer({ min: 4, max: 7 }),
  fc.integer({ min: 4, max: 7 }),
  fc.integer({ min: 1, max: 3 }),
);

/** What a convolution's patch holds at output (b, oy, ox), kernel position (ky, kx) and channel: zero outside of the image. */
function pixel(
  data: Samples,
  [, height, width, channels]: ImageShape,
  { stride, pad }: ConvGeometry,
  [b, oy, ox, ky, kx, c]: [number, number, number, number, number, number],
): number {
  const y = oy * stride + ky - pad.top;
  const x = ox * stride + kx - pad.left;
  if (y < 0 || y >= height || x < 0 || x >= width) return 0;
  return data[((b * height + y) * width + x) * channels + c]!;
}

describe.each([
  ['float32', Float32Array],
  ['int8', Int8Array],
] as const)('a convolution of %s', (_, ArrayType) => {
  it('gathers every patch, taps outermost, zeros around the image', () => {
    fc.assert(
      fc.property(geometries, shapes, (geometry, shape) => {
        const [batch, height, width, channels] = shape;
        const data = new ArrayType(batch * height * width * channels);
        for (let i = 0; i < data.length; i++) data[i] = (i % 120) + 1;
        const padded = padImage(data, shape, geometry.pad);
        const gather = convGather(geometry, shape);
        const [outHeight, outWidth] = convOutputSize(geometry, height, width);
        expect(gather.rowStart).toHaveLength(batch * outHeight * outWidth);
        let m = 0;
        for (let b = 0; b < batch; b++) {
          for (let oy = 0; oy < outHeight; oy++) {
            for (let ox = 0; ox < outWidth; ox++, m++) {
              let k = 0;
              for (let ky = 0; ky < geometry.kernel; ky++) {
                for (let kx = 0; kx < geometry.kernel; kx++) {
                  for (let c = 0; c < channels; c++, k++) {
                    const expected = pixel(data, shape, geometry, [b, oy, ox, ky, kx, c]);
                    if (gathered(padded, gather, m, k) !== expected) return false;
                  }
                }
              }
            }
          }
        }
        return true;
      }),
    );
  });

  it('has its padded image in shared memory, for the kernel threads', () => {
    const padded = padImage(new ArrayType(4), [1, 2, 2, 1], { top: 1, left: 0, bottom: 0, right: 0 });
    expect(padded).toBeInstanceOf(ArrayType);
    expect(padded.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

it('a linear layer gathers its rows as they lie', () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i);
  const gather = linearGather(3, 4);
  expect(gather.rowStart).toHaveLength(3);
  expect([0, 1, 2].map((m) => gathered(data, gather, m, 3))).toEqual([3, 7, 11]);
});
