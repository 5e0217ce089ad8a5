import fc from 'fast-check';
import { channelSums, channelSumsLength } from '../../../src/worker/kernels/operators/channel-sums.ts';
import { groupNorm } from '../../../src/worker/kernels/operators/group-norm.ts';
import { casesOf } from '../operator-cases.ts';
import { randomFloats } from './random-floats.ts';

export const groupNormCases = casesOf(
  groupNorm,
  fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      pixels: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 60, max: 100 })),
      groups: fc.integer({ min: 1, max: 9 }),
      groupWidth: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(16, 64)),
      seed: fc.nat(),
      scale: fc.constantFrom(0, 1e-3, 1, 1e3),
      added: fc.boolean(),
      scaled: fc.boolean(),
      silu: fc.boolean(),
    })
    .map((given) => (pool) => {
      const { batch, pixels, groups, groupWidth, seed, scale, silu } = given;
      const channels = groups * groupWidth;
      const y = pool.arena.floats(batch * pixels * channels);
      const x = randomFloats(y.length, seed, scale);
      const added = given.added ? randomFloats(batch * channels, seed + 3) : null;
      const sums = pool.arena.doubles(channelSumsLength(batch, pixels, channels));
      pool.run(channelSums, { x, batch, channels, added, sums });
      return {
        call: {
          x,
          batch,
          channels,
          groups,
          sums,
          weight: randomFloats(channels, seed + 1),
          bias: randomFloats(channels, seed + 2),
          eps: 1e-5,
          added,
          scaleShift: given.scaled ? randomFloats(2 * batch * channels, seed + 4) : null,
          silu,
          y,
        },
        outputs: [y],
      };
    }),
);
