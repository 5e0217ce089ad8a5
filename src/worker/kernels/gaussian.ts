import { inverseNormalTable } from './gaussian-table.ts';

/**
 * The one source of random numbers of the emulation: counter-based, a pure function of (key, row, column, plane), so
 * that no call order, blocking or thread count changes a bit. Every step is an integer operation or a float32 operation
 * with one rounding, which SIMD in any instruction set reproduces.
 *
 * Per (row, plane) two strongly hashed words (multiplier, increment); per element one multiply-shift hash of the
 * column's own fixed word. Drawn over keys, two elements of one row are independent (Dietzfelbinger's multiply-shift
 * argument); the rows differ by a full 64-bit key.
 */

/**
 * Ellis' and Wellons' lowbias32: a bijection of 32-bit words that flips every output bit with probability near 1/2.
 * Returns an int32.
 */
export function hash32(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

const golden = 0x9e3779b9 | 0;

/**
 * One 32-bit key from several integers, order and number included: (chip seed, layer, step, ...). Each word counts
 * modulo 2^32.
 */
export function streamKey(...words: number[]): number {
  let key = golden + words.length;
  for (const word of words) key = hash32(key ^ word) + golden;
  return hash32(key);
}

/** What one row (and plane: conversion, slice) draws from; see `rowDraw`. Int32 words. */
export interface RowDraw {
  readonly multiplier: number;
  readonly increment: number;
}

export function rowDraw(key: number, row: number, plane: number): RowDraw {
  const first = hash32(key ^ row);
  const second = hash32(first ^ golden);
  return { multiplier: hash32(first + plane) | 1, increment: hash32(second + plane) };
}

/** The fixed word of a column. */
export function columnWord(column: number): number {
  return hash32(column ^ golden);
}

/** 32 uniform bits as an int32. */
export function drawWord(draw: RowDraw, wordOfColumn: number): number {
  const x = (Math.imul(draw.multiplier, wordOfColumn) + draw.increment) | 0;
  return x ^ (x >>> 16);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const { fround } = Math;

/**
 * A standard normal float32 from 32 uniform bits: the inverse distribution function, a cubic per octave of the tail
 * probability. The last bit is set so that the word is never zero and the distribution is symmetric; the tails end at
 * 6.2. Off the exact inverse by less than 3.1e-4 everywhere.
 */
export function normalOfWord(word: number): number {
  float[0] = word | 1;
  const pattern = bits[0]!;
  const row = (pattern >>> 23) & 31;
  bits[0] = (pattern & 0x7fffff) | 0x3f800000;
  const m = float[0]!;
  const table = inverseNormalTable;
  let z = fround(table[4 * row + 3]! * m);
  z = fround(z + table[4 * row + 2]!);
  z = fround(z * m);
  z = fround(z + table[4 * row + 1]!);
  z = fround(z * m);
  z = fround(z + table[4 * row]!);
  return pattern < 0 ? -z : z;
}

/** 32 uniform bits (an int32) that belong to (key, row, column, plane): for faults and other yes-or-no draws. */
export function randomWord(key: number, row: number, column: number, plane: number): number {
  return drawWord(rowDraw(key, row, plane), columnWord(column));
}

/** The standard normal float32 that belongs to (key, row, column, plane). */
export function gaussian(key: number, row: number, column: number, plane: number): number {
  return normalOfWord(randomWord(key, row, column, plane));
}

const streamColumns = 256;

/** Fills a vector with the standard normals of a key: element i is gaussian(key, floor(i / 256), i mod 256, 0). */
export function fillGaussian(key: number, out: Float32Array): void {
  for (let start = 0, row = 0; start < out.length; start += streamColumns, row++) {
    const draw = rowDraw(key, row, 0);
    const end = Math.min(start + streamColumns, out.length);
    for (let i = start; i < end; i++) out[i] = normalOfWord(drawWord(draw, columnWord(i - start)));
  }
}
