import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Gather } from '../../src/worker/kernels/gather.ts';
import { linearGather } from '../../src/worker/kernels/gather.ts';
import { padImage } from '../../src/worker/kernels/operators/pad-image.ts';
import { type ImageShape, imageLength, paddedLength } from '../../src/worker/kernels/padding.ts';
import { createKernelPool } from '../../src/worker/kernels/pool.ts';
import { convGather, convOutputSize } from '../../src/worker/tensor/gather.ts';
import type { ConvGeometry } from '../../src/worker/tensor/matrix-layer.ts';

/** Index of input k of row m, by the definition in kernels/gather.ts. */
function indexOf({ rowStart, tapStart, tapLength }: Gather, m: number, k: number): number {
  return rowStart[m]! + tapStart[Math.floor(k / tapLength)]! + (k % tapLength);
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

/**
 * What a convolution's patch holds at output (b, oy, ox), kernel position (ky, kx) and channel: zero outside of the
 * image.
 */
function pixel(
  data: Float32Array,
  [, height, width, channels]: ImageShape,
  { stride, pad }: ConvGeometry,
  [b, oy, ox, ky, kx, c]: [number, number, number, number, number, number],
): number {
  const y = oy * stride + ky - pad.top;
  const x = ox * stride + kx - pad.left;
  if (y < 0 || y >= height || x < 0 || x >= width) return 0;
  return data[((b * height + y) * width + x) * channels + c]!;
}

it('a convolution gathers every patch, taps outermost, zeros around the image', () => {
  const pool = createKernelPool({ backend: 'reference', threads: 1 });
  fc.assert(
    fc.property(geometries, shapes, (geometry, shape) => {
      const [batch, height, width, channels] = shape;
      const image = new Float32Array(imageLength(shape)).map((_, i) => i + 1);
      const padded = new Float32Array(paddedLength(shape, geometry.pad));
      pool.run(padImage, { image, shape, pad: geometry.pad, padded });
      const gather = convGather(geometry, shape);
      const [outHeight, outWidth] = convOutputSize(geometry, height, width);
      expect(gather.rowStart).toHaveLength(batch * outHeight * outWidth);
      let m = 0;
      let largest = 0;
      for (let b = 0; b < batch; b++) {
        for (let oy = 0; oy < outHeight; oy++) {
          for (let ox = 0; ox < outWidth; ox++, m++) {
            let k = 0;
            for (let ky = 0; ky < geometry.kernel; ky++) {
              for (let kx = 0; kx < geometry.kernel; kx++) {
                for (let c = 0; c < channels; c++, k++) {
                  const index = indexOf(gather, m, k);
                  largest = Math.max(largest, index);
                  if (padded[index] !== pixel(image, shape, geometry, [b, oy, ox, ky, kx, c])) return false;
                }
              }
            }
          }
        }
      }
      expect(gather.reach).toBe(largest + 1);
      return true;
    }),
  );
});

it('a linear layer gathers its rows as they lie', () => {
  const gather = linearGather(3, 4);
  expect(gather.rowStart).toHaveLength(3);
  expect([0, 1, 2].map((m) => indexOf(gather, m, 3))).toEqual([3, 7, 11]);
  expect(gather.reach).toBe(12);
});
