import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_METER } from '../../src/worker/energy/events.ts';
import { pixelShuffle, pixelUnshuffle } from '../../src/worker/tensor/operators/pixel-shuffle.ts';
import { exactCompute } from '../networks/exact-compute.ts';

/**
 * An image of two patches side by side, of 2 x 2 pixels of two channels: 10 r + c, and a hundred more in the second
 * channel.
 */
const image = {
  shape: [1, 2, 4, 2],
  data: Float32Array.of(0, 100, 1, 101, 2, 102, 3, 103, 10, 110, 11, 111, 12, 112, 13, 113),
};
/** What PyTorch makes of it: channel by channel, in each row by row. */
const patches = {
  shape: [1, 1, 2, 8],
  data: Float32Array.of(0, 1, 10, 11, 100, 101, 110, 111, 2, 3, 12, 13, 102, 103, 112, 113),
};

it('lays the pixels of a patch out as PyTorch does, and puts them back', () => {
  expect(pixelUnshuffle(exactCompute, 'in', image, 2)).toEqual(patches);
  expect(pixelShuffle(exactCompute, 'out', patches, 2)).toEqual(image);
});

it('any image comes back from patches of any size', () => {
  const extent = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(extent, extent, extent, extent, extent, (batch, rows, columns, channels, side) => {
      const shape = [batch, rows * side, columns * side, channels];
      const data = new Float32Array(batch * rows * columns * channels * side ** 2).map((_, i) => i);
      const cut = pixelUnshuffle(exactCompute, 'in', { shape, data }, side);
      expect(cut.shape).toEqual([batch, rows, columns, channels * side ** 2]);
      expect(pixelShuffle(exactCompute, 'out', cut, side)).toEqual({ shape, data });
    }),
  );
});

it('is a copy to the digital unit: every value read and written, nothing computed', () => {
  const booked: unknown[] = [];
  const compute = {
    ...exactCompute,
    meter: { ...NO_METER, digital: (...event: unknown[]) => void booked.push(event) },
  };
  pixelUnshuffle(compute, 'in', image, 2);
  pixelShuffle(compute, 'out', patches, 2);
  expect(booked).toEqual([
    ['elementwise', 'in', 0, 8 * 16],
    ['elementwise', 'out', 0, 8 * 16],
  ]);
});
