/**
 * Every sixteenth colour of magma (Smith and van der Walt, matplotlib; CC0): dark to light in even perceptual steps.
 */
const ANCHORS: readonly (readonly [number, number, number])[] = [
  [0, 0, 4],
  [10, 8, 34],
  [29, 17, 71],
  [54, 16, 107],
  [81, 18, 124],
  [106, 28, 129],
  [131, 38, 129],
  [156, 46, 127],
  [183, 55, 121],
  [207, 64, 112],
  [229, 80, 100],
  [244, 105, 92],
  [251, 135, 97],
  [254, 165, 113],
  [254, 194, 135],
  [253, 224, 161],
  [252, 253, 191],
];

/** The colour of a value from 0 to 1 as red, green and blue, 0..255. */
export function magma(value: number): [number, number, number] {
  const position = Math.min(1, Math.max(0, value)) * (ANCHORS.length - 1);
  const index = Math.min(ANCHORS.length - 2, Math.floor(position));
  const [from, to] = [ANCHORS[index]!, ANCHORS[index + 1]!];
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (position - index));
  return [mix(0), mix(1), mix(2)];
}
