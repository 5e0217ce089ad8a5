import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boxOf,
  fitScale,
  held,
  isLarger,
  nextStop,
  panBy,
  showsPixels,
  WHOLE_PICTURE,
  zoomBy,
  zoomTo,
} from '../../src/renderer/components/zoom/viewport.ts';

const sticker = { width: 128, height: 128 };
const frame = { width: 790, height: 640 };

/** Where a point of the frame lies on the picture, as fractions. */
function under(at: { x: number; y: number }, view: { x: number; y: number }, scale: number) {
  return {
    x: view.x + (at.x - frame.width / 2) / (scale * sticker.width),
    y: view.y + (at.y - frame.height / 2) / (scale * sticker.height),
  };
}

test('a small picture that fits is enlarged and centred', () => {
  const scale = fitScale(frame, sticker);
  expect(scale).toBeCloseTo(592 / 128);
  expect(boxOf(WHOLE_PICTURE, scale, frame, sticker)).toEqual({ x: 99, y: 24, width: 592, height: 592 });
});

test('pixels show as squares beyond what fits, where they are large enough', () => {
  expect(showsPixels(4.6, 4.6)).toBe(false);
  expect(showsPixels(5, 4.6)).toBe(true);
  expect(showsPixels(2, 0.5)).toBe(false);
});

test('a large picture is reduced until it is wholly seen', () => {
  const large = { width: 2048, height: 1024 };
  const scale = fitScale(frame, large);
  expect(scale).toBeLessThan(0.5);
  expect(isLarger(scale, frame, large)).toBe(false);
});

test('zooming in keeps the point under the pointer', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.3, max: 0.7, noNaN: true }),
      fc.double({ min: 0.3, max: 0.7, noNaN: true }),
      fc.double({ min: 1.05, max: 2, noNaN: true }),
      (x, y, factor) => {
        // Wider and higher than the frame, so that no edge holds it back.
        const scale = 14;
        const at = { x: x * frame.width, y: y * frame.height };
        const next = zoomBy({ scale, x: 0.5, y: 0.5 }, factor, scale, frame, sticker, at);
        const before = under(at, { x: 0.5, y: 0.5 }, scale);
        const after = under(at, next, next.scale!);
        expect(after.x).toBeCloseTo(before.x, 9);
        expect(after.y).toBeCloseTo(before.y, 9);
      },
    ),
  );
});

test('a picture moves no further than its edges, and not at all where it is wholly seen', () => {
  const far = panBy({ scale: 16, x: 0.5, y: 0.5 }, { x: 1e6, y: -1e6 }, 16, frame, sticker);
  const box = boxOf(far, 16, frame, sticker);
  expect(box.x).toBe(0);
  expect(box.y + box.height).toBe(frame.height);
  expect(panBy({ scale: 2, x: 0.5, y: 0.5 }, { x: 300, y: 300 }, 2, frame, sticker)).toEqual({
    scale: 2,
    x: 0.5,
    y: 0.5,
  });
});

test('a viewport that was right for a small frame leaves no room in a large one', () => {
  const corner = { scale: 8, x: 0.15, y: 0.15 };
  const box = boxOf(held(corner, 8, frame, sticker), 8, frame, sticker);
  expect([box.x, box.y]).toEqual([0, 0]);
});

test('zooming out of a corner brings the picture back to the middle', () => {
  const corner = panBy({ scale: 32, x: 0.5, y: 0.5 }, { x: 1e6, y: 1e6 }, 32, frame, sticker);
  expect(zoomTo(corner, 1, 32, frame, sticker)).toEqual({ scale: 1, x: 0.5, y: 0.5 });
});

test('zoom stays between its ends', () => {
  const at = { x: 0, y: 0 };
  expect(zoomBy(WHOLE_PICTURE, 1e9, 4, frame, sticker, at).scale).toBe(32);
  expect(zoomBy(WHOLE_PICTURE, 1e-9, 4, frame, sticker, at).scale).toBe(1 / 8);
  expect(nextStop(32, 1)).toBe(32);
  expect(nextStop(1 / 8, -1)).toBe(1 / 8);
});

test('each step goes to the next stop, also from between two and from one that rounding missed', () => {
  expect(nextStop(4.6, 1)).toBe(5);
  expect(nextStop(4.6, -1)).toBe(4);
  expect(nextStop(4, 1)).toBe(5);
  expect(nextStop(4, -1)).toBe(3);
  expect(nextStop(3.9999, 1)).toBe(5);
});
