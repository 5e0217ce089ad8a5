import fc from 'fast-check';
import { channelSums, channelSumsLength } from '../../../src/worker/kernels/operators/channel-sums.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const channelSumsCases = casesOf(
  channelSums,
  fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      // More than 2048 make the chunks longer.
      pixels: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 2000, max: 2200 })),
      channels: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(70)),
      seed: fc.nat(),
      added: fc.boolean(),
    })
    .map((given) => (pool) => {
      const { batch, pixels, channels, seed } = given;
      const sums = pool.arena.doubles(channelSumsLength(batch, pixels, channels));
      const added = given.added ? randomFloats(batch * channels, seed + 1) : null;
      return {
        call: { x: randomFloats(batch * pixels * channels, seed), batch, channels, added, sums },
        outputs: [sums],
      };
    }),
);
