import fc from 'fast-check';
import { linearGather } from '../../../src/worker/kernels/gather.ts';
import { type ImageShape, imageLength } from '../../../src/worker/kernels/padding.ts';
import { convGather } from '../../../src/worker/tensor/gather.ts';

/** Where the rows of a product are stored, K, and the length of the buffer that holds them. */
function linearRows({ rows, k }: { rows: number; k: number }) {
  return { gather: linearGather(rows, k), k, length: rows * k };
}

/** Linear layers with rows and inputs in one of these ranges. */
export function linears(...ranges: { rows: [min: number, max: number]; k: [min: number, max: number] }[]) {
  const between = ([min, max]: [number, number]) => fc.integer({ min, max });
  return fc.oneof(...ranges.map(({ rows, k }) => fc.record({ rows: between(rows), k: between(k) }))).map(linearRows);
}

/** Convolutions without padding over one or two images. */
export function convolutions({ size, channels }: { size: number; channels: number }) {
  return fc
    .record({
      shape: fc.tuple(
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 3, max: size }),
        fc.integer({ min: 3, max: size }),
        fc.integer({ min: 1, max: channels }),
      ),
      kernel: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 2 }),
    })
    .map(({ shape, kernel, stride }: { shape: ImageShape; kernel: number; stride: number }) => ({
      gather: convGather({ kernel, stride, pad: { top: 0, left: 0, bottom: 0, right: 0 } }, shape),
      k: kernel * kernel * shape[3],
      length: imageLength(shape),
    }));
}
