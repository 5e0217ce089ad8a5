/** Viewport of a zoom surface, in coordinates of the picture, so that frames of different sizes can share it. */
export interface Viewport {
  /** CSS pixels per picture pixel; null: whatever fits the frame. */
  readonly scale: number | null;
  /** Point of the picture at the middle of the frame, as fractions of its width and height. */
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in its frame, CSS pixels. */
export interface Box extends Point, Size {}

export const WHOLE_PICTURE: Viewport = { scale: null, x: 0.5, y: 0.5 };

/** Stops of the zoom-in command; wheels and pinches stop anywhere between the first and the last. */
const STOPS = [1 / 8, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32];
const LEAST = STOPS[0]!;
const MOST = STOPS.at(-1)!;

/** Margin around a picture that fits, CSS pixels. */
const MARGIN = 24;

/** Scale at which the whole picture is visible. Small pictures are enlarged. */
export function fitScale(frame: Size, picture: Size): number {
  const room = Math.min((frame.width - 2 * MARGIN) / picture.width, (frame.height - 2 * MARGIN) / picture.height);
  return clamp(room, LEAST, MOST);
}

/** Whether pixels are large enough, and the zoom is high enough, to show them individually. */
export function showsPixels(scale: number, fit: number): boolean {
  return scale > 2 && scale > fit * 1.01;
}

/** Rectangle of the picture at a viewport. Aligned to whole pixels, to avoid blurring. */
export function boxOf({ x, y }: Viewport, scale: number, frame: Size, picture: Size): Box {
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  return {
    x: Math.round(frame.width / 2 - x * width),
    y: Math.round(frame.height / 2 - y * height),
    width,
    height,
  };
}

/**
 * Zooms by a factor, keeping the point of the picture under `at` fixed (from the frame's upper left corner, CSS
 * pixels).
 */
export function zoomBy(view: Viewport, factor: number, scale: number, frame: Size, picture: Size, at: Point): Viewport {
  return zoomTo(view, clamp(scale * factor, LEAST, MOST), scale, frame, picture, at);
}

/** Zooms to a scale, otherwise as `zoomBy`. */
export function zoomTo(
  view: Viewport,
  next: number,
  scale: number,
  frame: Size,
  picture: Size,
  at: Point = { x: frame.width / 2, y: frame.height / 2 },
): Viewport {
  const shift = 1 / scale - 1 / next;
  return held(
    {
      scale: next,
      x: view.x + ((at.x - frame.width / 2) * shift) / picture.width,
      y: view.y + ((at.y - frame.height / 2) * shift) / picture.height,
    },
    next,
    frame,
    picture,
  );
}

/** Pans by CSS pixels, not beyond the picture's edges. */
export function panBy(view: Viewport, by: Point, scale: number, frame: Size, picture: Size): Viewport {
  const moved = {
    ...view,
    x: view.x - by.x / (picture.width * scale),
    y: view.y - by.y / (picture.height * scale),
  };
  return held(moved, scale, frame, picture);
}

/** Whether part of the picture is outside the frame. */
export function isLarger(scale: number, frame: Size, picture: Size): boolean {
  return picture.width * scale > frame.width || picture.height * scale > frame.height;
}

/** The next stop above or below a scale. */
export function nextStop(scale: number, direction: 1 | -1): number {
  // A stop that equals the scale up to rounding does not count as the next.
  const near = 1 + direction * 1e-3;
  return direction === 1
    ? (STOPS.find((stop) => stop > scale * near) ?? MOST)
    : (STOPS.findLast((stop) => stop < scale * near) ?? LEAST);
}

/** The nearest viewport with no margin beside a picture larger than the frame, and with a smaller picture centred. */
export function held(view: Viewport, scale: number, frame: Size, picture: Size): Viewport {
  return {
    ...view,
    x: within(view.x, frame.width / (2 * scale * picture.width)),
    y: within(view.y, frame.height / (2 * scale * picture.height)),
  };
}

/** The nearest centre at which a frame that shows `half` of the picture to each side stays within the picture. */
function within(middle: number, half: number): number {
  return half >= 0.5 ? 0.5 : clamp(middle, half, 1 - half);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
