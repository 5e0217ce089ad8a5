/**
 * Writes the starting noise of make_pipeline.py, [height][width][channels]. Run by hand: node
 * test/golden/write-noise.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { seedNoise } from '../../src/worker/samplers/seed-noise.ts';
import { fixture } from './read-golden.ts';

const [size, channels, seed] = [8, 4, 7];
const { data } = seedNoise(seed, 0, [1, size, size, channels]);
const rows = Array.from({ length: size }, (_, y) =>
  Array.from({ length: size }, (_, x) => [...data.subarray((y * size + x) * channels, (y * size + x + 1) * channels)]),
);
mkdirSync(fixture('pipeline'), { recursive: true });
writeFileSync(fixture('pipeline/noise.json'), `${JSON.stringify(rows)}\n`);
