import { filterPlane, normalized, sampleTaps, type Taps } from './filter.ts';
import { fillPlane, type Pair, type Plane, type Planes } from './planes.ts';

/** A picture watched at 0.7 m on a 0.7 m wide 4K screen: FLIP's default. */
const PIXELS_PER_DEGREE = (3840 * Math.PI) / 180;
const COLOUR_EXPONENT = 0.7;
const FEATURE_EXPONENT = 0.5;
/** Errors below this fraction of the largest fill this part of the range. */
const KNEE_AT = 0.4;
const KNEE_VALUE = 0.95;
/** Width of the human edge detector, degrees. */
const FEATURE_WIDTH = 0.082;

type Colour = readonly [number, number, number];

/** XYZ of the D65 white. */
const WHITE: Colour = [0.950428545, 1, 1.088900371];

/**
 * Mean LDR-FLIP error (Andersson et al., "FLIP: A Difference Evaluator for Alternating Images", HPG 2020; BSD-3
 * reference code at NVlabs/flip): how different the pictures look when one flips between them, 0 (not at all) to 1.
 */
export function flip(pictures: Pair): number {
  return meanError(flipMap(pictures));
}

export function meanError(map: Float32Array): number {
  return map.reduce((sum, error) => sum + error, 0) / map.length;
}

/** The error of each pixel, row-major. */
export function flipMap({ reference, test }: Pair): Float32Array<ArrayBuffer> {
  const a = toOpponent(reference);
  const b = toOpponent(test);
  const seenA = toUniform(filterContrast(a));
  const seenB = toUniform(filterContrast(b));
  const featuresA = features(a[0]);
  const featuresB = features(b[0]);
  const largest = hyab(huntLab([0, 1, 0]), huntLab([0, 0, 1])) ** COLOUR_EXPONENT;
  const knee = KNEE_AT * largest;
  return Float32Array.from(seenA[0].data, (_, i) => {
    const difference = hyab(colourAt(seenA, i), colourAt(seenB, i)) ** COLOUR_EXPONENT;
    const colour =
      difference < knee
        ? (KNEE_VALUE / knee) * difference
        : KNEE_VALUE + ((difference - knee) / (largest - knee)) * (1 - KNEE_VALUE);
    const edge = Math.abs(featuresA.edges.data[i]! - featuresB.edges.data[i]!);
    const point = Math.abs(featuresA.points.data[i]! - featuresB.points.data[i]!);
    const feature = (Math.max(edge, point) / Math.SQRT2) ** FEATURE_EXPONENT;
    return colour ** (1 - feature);
  });
}

function colourAt(planes: Planes, i: number): Colour {
  return [planes[0].data[i]!, planes[1].data[i]!, planes[2].data[i]!];
}

function mapColours(planes: Planes, change: (colour: Colour) => Colour): Planes {
  const { width, height } = planes[0];
  const out = planes.map(() => new Float64Array(width * height)) as [Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < width * height; i++) {
    const colour = change(colourAt(planes, i));
    for (let c = 0; c < 3; c++) out[c]![i] = colour[c]!;
  }
  return out.map((data) => ({ width, height, data })) as unknown as Planes;
}

/** sRGB 0..255 to the linear opponent space Y Cx Cz. */
function toOpponent(planes: Planes): Planes {
  return mapColours(planes, (srgb) => {
    const [x, y, z] = toXyz(srgb.map(linear) as unknown as Colour);
    return [116 * (y / WHITE[1]) - 16, 500 * (x / WHITE[0] - y / WHITE[1]), 200 * (y / WHITE[1] - z / WHITE[2])];
  });
}

function linear(value: number): number {
  const s = value / 255;
  return s > 0.04045 ? ((s + 0.055) / 1.055) ** 2.4 : s / 12.92;
}

function toXyz([r, g, b]: Colour): Colour {
  return [
    (10135552 * r + 8788810 * g + 4435075 * b) / 24577794,
    (2613072 * r + 8788810 * g + 887015 * b) / 12288897,
    (1425312 * r + 8788810 * g + 70074185 * b) / 73733382,
  ];
}

function fromXyz([x, y, z]: Colour): Colour {
  return [
    3.241003275 * x - 1.537398934 * y - 0.498615861 * z,
    -0.969224334 * x + 1.875930071 * y + 0.041554224 * z,
    0.055639423 * x - 0.204011202 * y + 1.057148933 * z,
  ];
}

/**
 * What the eye resolves: each opponent channel blurred by its contrast sensitivity, then linear RGB inside the unit
 * cube.
 */
function filterContrast(planes: Planes): Planes {
  const [luminance, redGreen, blueYellow] = planes;
  const seen: Planes = [
    sensitivity(luminance, [[1, 0.0047]]),
    sensitivity(redGreen, [[1, 0.0053]]),
    sensitivity(blueYellow, [
      [34.1, 0.04],
      [13.5, 0.025],
    ]),
  ];
  return mapColours(seen, ([y, cx, cz]) => {
    const relative = (y + 16) / 116;
    const xyz: Colour = [(relative + cx / 500) * WHITE[0], relative * WHITE[1], (relative - cz / 200) * WHITE[2]];
    return fromXyz(xyz).map((value) => Math.min(1, Math.max(0, value))) as unknown as Colour;
  });
}

/** Sum of Gaussians a * sqrt(pi / b) * exp(-pi^2 x^2 / b), x in degrees, as a whole normalized to 1. */
function sensitivity(plane: Plane, terms: readonly (readonly [a: number, b: number])[]): Plane {
  const widest = 0.04;
  const radius = Math.ceil(3 * Math.sqrt(widest / (2 * Math.PI ** 2)) * PIXELS_PER_DEGREE);
  const parts = terms.map(([a, b]) => {
    const taps = sampleTaps(radius, (x) => Math.exp((-(Math.PI ** 2) * (x / PIXELS_PER_DEGREE) ** 2) / b));
    const sum = taps.weights.reduce((total, weight) => total + weight, 0);
    return {
      mass: a * Math.sqrt(Math.PI / b) * sum ** 2,
      blurred: filterPlane(plane, normalized(taps), normalized(taps), 'edge'),
    };
  });
  const mass = parts.reduce((sum, part) => sum + part.mass, 0);
  return fillPlane(plane, (i) => parts.reduce((sum, part) => sum + (part.blurred.data[i]! * part.mass) / mass, 0));
}

/** Linear RGB to L*a*b* with the Hunt effect: colourfulness fades with lightness. */
function toUniform(planes: Planes): Planes {
  return mapColours(planes, huntLab);
}

function huntLab(rgb: Colour): Colour {
  const [x, y, z] = toXyz(rgb).map((value, c) => labCurve(value / WHITE[c]!)) as unknown as Colour;
  const lightness = 116 * y - 16;
  return [lightness, 0.01 * lightness * 500 * (x - y), 0.01 * lightness * 200 * (y - z)];
}

function labCurve(t: number): number {
  const delta = 6 / 29;
  return t > delta ** 3 ? Math.cbrt(t) : t / (3 * delta ** 2) + 4 / 29;
}

/** City-block in lightness, Euclidean in chroma (Abasi et al. 2020). */
function hyab(a: Colour, b: Colour): number {
  return Math.abs(a[0] - b[0]) + Math.hypot(a[1] - b[1], a[2] - b[2]);
}

/** Magnitude of edges and of points in the luminance: first and second derivative of a Gaussian. */
function features(luminance: Plane): { edges: Plane; points: Plane } {
  const normal = fillPlane(luminance, (i) => (luminance.data[i]! + 16) / 116);
  const sigma = 0.5 * FEATURE_WIDTH * PIXELS_PER_DEGREE;
  const radius = Math.ceil(3 * sigma);
  const gaussian = (x: number) => Math.exp(-(x ** 2) / (2 * sigma ** 2));
  const blur = normalized(sampleTaps(radius, gaussian));
  const magnitude = (derivative: Taps) => {
    const horizontal = filterPlane(normal, derivative, blur, 'edge').data;
    const vertical = filterPlane(normal, blur, derivative, 'edge').data;
    return fillPlane(normal, (i) => Math.hypot(horizontal[i]!, vertical[i]!));
  };
  return {
    edges: magnitude(balanced(sampleTaps(radius, (x) => -x * gaussian(x)))),
    points: magnitude(balanced(sampleTaps(radius, (x) => (x ** 2 / sigma ** 2 - 1) * gaussian(x)))),
  };
}

/** Positive taps summing to 1, negative ones to -1. */
function balanced(taps: Taps): Taps {
  let positive = 0;
  let negative = 0;
  for (const weight of taps.weights) {
    if (weight > 0) positive += weight;
    else negative -= weight;
  }
  return { ...taps, weights: taps.weights.map((weight) => weight / (weight > 0 ? positive : negative)) };
}
