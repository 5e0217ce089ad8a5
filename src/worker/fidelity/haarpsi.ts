import { filterPlane, halve, type Taps } from './filter.ts';
import { fillPlane, type Pair, type Plane, type Planes } from './planes.ts';

/** Constants of the paper: C and alpha. */
const C = 30;
const ALPHA = 4.2;

/**
 * Haar wavelet-based perceptual similarity index (Reisenhofer, Bosse, Kutyniok, Wiegand, Signal Processing: Image
 * Communication 61, 2018): Haar coefficients of the luma at two fine scales compared, weighted by those at the third,
 * chroma compared as local means; everything on the picture at half size. 1 for identical pictures.
 */
export function haarPsi({ reference, test }: Pair): number {
  const a = decompose(reference);
  const b = decompose(test);
  let weighted = 0;
  let weightSum = 0;
  const add = (weight: number, similarity: number) => {
    weighted += weight * sigmoid(ALPHA * similarity);
    weightSum += weight;
  };
  const pixels = a.chroma[0].data.length;
  for (let i = 0; i < pixels; i++) {
    let weightMean = 0;
    for (const direction of [0, 1] as const) {
      const [fineA, middleA, coarseA] = a.luma[direction];
      const [fineB, middleB, coarseB] = b.luma[direction];
      const weight = Math.max(coarseA.data[i]!, coarseB.data[i]!);
      add(weight, (alike(fineA.data[i]!, fineB.data[i]!) + alike(middleA.data[i]!, middleB.data[i]!)) / 2);
      weightMean += weight / 2;
    }
    const chroma =
      alike(a.chroma[0].data[i]!, b.chroma[0].data[i]!) + alike(a.chroma[1].data[i]!, b.chroma[1].data[i]!);
    add(weightMean, chroma / 2);
  }
  // Two pictures without any structure have no weights: they are as similar as their colours, which were not asked for.
  const score = weightSum > 0 ? weighted / weightSum : sigmoid(ALPHA);
  return (Math.log(score / (1 - score)) / ALPHA) ** 2;
}

type Wavelets = readonly [Plane, Plane, Plane];

/**
 * Magnitudes of the Haar coefficients of the luma, by direction and scale (fine, middle, coarse), and of the chroma's
 * local means.
 */
function decompose(planes: Planes): { luma: readonly [Wavelets, Wavelets]; chroma: readonly [Plane, Plane] } {
  const half = planes.map((plane) => halve(evenWithZeros(plane))) as unknown as Planes;
  const mix = (red: number, green: number, blue: number) =>
    fillPlane(half[0], (i) => red * half[0].data[i]! + green * half[1].data[i]! + blue * half[2].data[i]!);
  const luma = mix(0.299, 0.587, 0.114);
  const inPhase = mix(0.5959, -0.2746, -0.3213);
  const quadrature = mix(0.2115, -0.5227, 0.3112);
  const wavelets = (sideways: boolean): Wavelets => {
    const at = (size: number) => {
      const step = haarTaps(size, true);
      const flat = haarTaps(size, false);
      return absolute(filterPlane(luma, sideways ? step : flat, sideways ? flat : step, 'zero'));
    };
    return [at(2), at(4), at(8)];
  };
  const mean: Taps = { weights: [0.5, 0.5], origin: 0 };
  return {
    luma: [wavelets(false), wavelets(true)],
    chroma: [absolute(filterPlane(inPhase, mean, mean, 'zero')), absolute(filterPlane(quadrature, mean, mean, 'zero'))],
  };
}

/** One factor of the two-dimensional Haar filter, whose weights are +-1/size: a step from +1 to -1, or a flat mean. */
function haarTaps(size: number, step: boolean): Taps {
  const weights = Array.from({ length: size }, (_, index) => {
    if (!step) return 1 / size;
    return index < size / 2 ? 1 : -1;
  });
  return { weights, origin: size / 2 - 1 };
}

function evenWithZeros(plane: Plane): Plane {
  const width = plane.width + (plane.width % 2);
  const height = plane.height + (plane.height % 2);
  if (width === plane.width && height === plane.height) return plane;
  const data = new Float64Array(width * height);
  for (let y = 0; y < plane.height; y++) {
    data.set(plane.data.subarray(y * plane.width, (y + 1) * plane.width), y * width);
  }
  return { width, height, data };
}

function absolute(plane: Plane): Plane {
  return { ...plane, data: plane.data.map(Math.abs) };
}

function alike(a: number, b: number): number {
  return (2 * a * b + C) / (a ** 2 + b ** 2 + C);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
