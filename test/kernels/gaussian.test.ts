import { describe, expect, test } from 'vitest';
import { fillGaussian, gaussian, normalOfWord, randomWord, streamKey } from '../../src/worker/kernels/gaussian.ts';

/**
 * The seeds are fixed, so these tests do not fail by chance; the bounds are those of a test at 5 standard deviations,
 * so that a wrong distribution does fail.
 */

/**
 * The standard normal distribution function: the complementary error function by its continued fraction, or its series
 * near zero.
 */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  let tail: number;
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 60; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    tail = 0.5 - sum / Math.sqrt(Math.PI);
  } else {
    let fraction = 0;
    for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction);
    tail = Math.exp(-x * x) / (2 * Math.sqrt(Math.PI) * (x + fraction));
  }
  return z < 0 ? tail : 1 - tail;
}

describe('the distribution of a word', () => {
  const octaveEnds = Array.from({ length: 30 }, (_, octave) => 2 ** (octave + 1));

  test('is the inverse normal distribution within 3.1e-4, out to 6.2', () => {
    let worst = 0;
    for (let octave = 0; octave < 31; octave++) {
      for (let step = 0; step < 200; step++) {
        const word = Math.floor(2 ** octave * (1 + step / 200)) | 1;
        const z = normalOfWord(word);
        // The error in z is the error in probability over the density.
        const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
        worst = Math.max(worst, Math.abs(normalCdf(-z) - word / 2 ** 32) / density);
      }
    }
    expect(worst).toBeLessThan(3.1e-4);
    expect(normalOfWord(0)).toBeCloseTo(6.23, 2);
  });

  test('is symmetric', () => {
    for (const word of [1, 3, 12345, 0x40000001, 0x7fffffff]) expect(normalOfWord(-word)).toBe(-normalOfWord(word));
  });

  test('falls without a step as the word grows', () => {
    let before = normalOfWord(1);
    for (let word = 1; word < 2 ** 31; word += Math.ceil(word / 300)) {
      const z = normalOfWord(word);
      expect(z).toBeLessThanOrEqual(before);
      before = z;
    }
    for (const end of octaveEnds) expect(normalOfWord(end - 1) - normalOfWord(end + 1)).toBeLessThan(1.5 / end + 2e-6);
  });
});

describe('a vector of a key', () => {
  const n = 1 << 21;
  const sample = new Float32Array(n);
  fillGaussian(streamKey(2026, 11), sample);

  test('has the moments of a standard normal', () => {
    let mean = 0;
    let square = 0;
    let cube = 0;
    let fourth = 0;
    for (const z of sample) {
      mean += z / n;
      square += z ** 2 / n;
      cube += z ** 3 / n;
      fourth += z ** 4 / n;
    }
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(square - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(cube)).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(fourth - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });

  test.each([1, 2, 3, 4])('has its tail beyond %i', (limit) => {
    const p = 2 * normalCdf(-limit);
    const beyond = sample.reduce((count, z) => count + Number(Math.abs(z) > limit), 0);
    expect(Math.abs(beyond / n - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n));
  });

  test('passes Kolmogorov and Smirnov', () => {
    const sorted = sample.slice().sort();
    let distance = 0;
    for (let i = 0; i < n; i++) {
      const p = normalCdf(sorted[i]!);
      distance = Math.max(distance, Math.abs(p - i / n), Math.abs(p - (i + 1) / n));
    }
    // 1.63 / sqrt(n) rejects at 1%.
    expect(distance * Math.sqrt(n)).toBeLessThan(1.63);
  });

  test('does not depend on the length asked for', () => {
    const short = new Float32Array(1000);
    fillGaussian(streamKey(2026, 11), short);
    expect(short).toEqual(sample.slice(0, 1000));
  });
});

describe('neighbours are independent', () => {
  const at = (key: number, row: number, column: number, plane: number) =>
    randomWord(streamKey(3, key), row, column, plane);
  const pairs: [name: string, a: (i: number) => number, b: (i: number) => number][] = [
    ['columns', (i) => at(1, i >> 8, i & 255, 0), (i) => at(1, i >> 8, (i & 255) + 1, 0)],
    ['columns, two apart', (i) => at(1, i >> 8, i & 255, 0), (i) => at(1, i >> 8, (i & 255) + 2, 0)],
    ['rows', (i) => at(2, i >> 8, i & 255, 0), (i) => at(2, (i >> 8) + 1, i & 255, 0)],
    ['conversions', (i) => at(3, i >> 8, i & 255, 4), (i) => at(3, i >> 8, i & 255, 5)],
    ['row against conversion', (i) => at(4, i >> 8, i & 255, 1), (i) => at(4, (i >> 8) + 1, i & 255, 0)],
    ['keys', (i) => at(5, i >> 8, i & 255, 0), (i) => at(6, i >> 8, i & 255, 0)],
    [
      'columns of one key over many keys',
      (i) => randomWord(streamKey(i), 0, 0, 0),
      (i) => randomWord(streamKey(i), 0, 1, 0),
    ],
    [
      'rows of one key over many keys',
      (i) => randomWord(streamKey(i), 0, 0, 0),
      (i) => randomWord(streamKey(i), 1, 0, 0),
    ],
  ];
  const n = 1 << 18;

  test.each(pairs)('%s: no correlation, of values or of squares', (_name, a, b) => {
    let values = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const x = normalOfWord(a(i));
      const y = normalOfWord(b(i));
      values += x * y;
      squares += (x * x - 1) * (y * y - 1);
    }
    expect(Math.abs(values)).toBeLessThan(5 * Math.sqrt(n));
    expect(Math.abs(squares)).toBeLessThan(5 * 2 * Math.sqrt(n));
  });

  test.each(pairs)('%s: pairs fill a 16 x 16 grid evenly', (_name, a, b) => {
    const cells = new Float64Array(256);
    for (let i = 0; i < n; i++) cells[((a(i) >>> 28) << 4) | (b(i) >>> 28)]!++;
    const expected = n / 256;
    const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(Math.abs(chiSquare - 255)).toBeLessThan(5 * Math.sqrt(2 * 255));
  });
});

test('a row sums to a normal: the sum over a tile of columns has the variance of independent draws', () => {
  const rows = 20000;
  const columns = 64;
  let square = 0;
  let fourth = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += gaussian(streamKey(8), row, column, 0);
    square += sum ** 2 / columns / rows;
    fourth += sum ** 4 / columns ** 2 / rows;
  }
  expect(Math.abs(square - 1)).toBeLessThan(5 * Math.sqrt(2 / rows));
  expect(Math.abs(fourth - 3)).toBeLessThan(5 * Math.sqrt(96 / rows));
});

test('stream keys tell apart the order and the number of their words', () => {
  const keys = [
    streamKey(),
    streamKey(0),
    streamKey(0, 0),
    streamKey(1, 2),
    streamKey(2, 1),
    streamKey(-1),
    streamKey(2 ** 32 - 1),
  ];
  expect(new Set(keys).size).toBe(6);
  expect(streamKey(-1)).toBe(streamKey(2 ** 32 - 1));
});
