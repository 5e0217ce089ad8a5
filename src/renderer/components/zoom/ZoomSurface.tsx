import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { useCommand } from '../../commands/registry.ts';
import { useSmooth } from './smooth.ts';
import { useGestures } from './use-gestures.ts';
import type { Zoom } from './use-zoom.ts';
import {
  boxOf,
  fitScale,
  held,
  isLarger,
  nextStop,
  panBy,
  type Size,
  showsPixels,
  WHOLE_PICTURE,
  zoomBy,
  zoomTo,
} from './viewport.ts';
import classes from './ZoomSurface.module.css';

interface Props {
  zoom: Zoom;
  /** Pixels of the picture. Further pictures on the same surface are scaled to its rectangle. */
  picture: Size;
  /** Describes for screen readers what the surface shows. */
  label: string;
  /** Content drawn at the picture's rectangle; `place` is its position in the frame. */
  children(place: CSSProperties, frame: Size): ReactNode;
}

/** Distance per press of an arrow key, as a fraction of the frame. */
const KEY_STEP = 0.1;

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** A picture that can be zoomed and moved: wheel, pinch, drag, double click, arrow keys and the zoom commands. */
export function ZoomSurface({ zoom, picture, label, children }: Props) {
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const own = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sizeRef, own);
  const smooth = useSmooth();
  const { setView, setShown } = zoom;
  const frame = { width, height };
  const fit = fitScale(frame, picture);
  const scale = zoom.view.scale ?? fit;
  // The frame's size may have changed since.
  const view = held(zoom.view, scale, frame, picture);

  useEffect(() => {
    if (width > 0) setShown(scale);
  }, [width, scale, setShown]);

  const toScale = (next: number) => setView(zoomTo(view, next, scale, frame, picture));
  useCommand('zoom-fit', () => setView(WHOLE_PICTURE));
  useCommand('zoom-actual', () => toScale(1));
  useCommand('zoom-in', () => toScale(nextStop(scale, 1)));
  useCommand('zoom-out', () => toScale(nextStop(scale, -1)));

  useGestures(own, {
    pan: (x, y) => setView(panBy(view, { x, y }, scale, frame, picture)),
    zoom: (factor, at) => setView(zoomBy(view, factor, scale, frame, picture, at)),
  });

  function toggleFit({ clientX, clientY, currentTarget }: MouseEvent) {
    const { left, top } = currentTarget.getBoundingClientRect();
    const at = { x: clientX - left, y: clientY - top };
    setView(view.scale === null ? zoomTo(view, 1, scale, frame, picture, at) : WHOLE_PICTURE);
  }

  function panByKey(event: KeyboardEvent) {
    const arrow = ARROWS[event.key];
    // If the whole picture is visible, the arrow keys go to the next or previous picture.
    if (!arrow || event.target !== event.currentTarget || !isLarger(scale, frame, picture)) return;
    event.preventDefault();
    const by = { x: arrow[0] * width * KEY_STEP, y: arrow[1] * height * KEY_STEP };
    setView(panBy(view, by, scale, frame, picture));
  }

  const { x, y, ...size } = boxOf(view, scale, frame, picture);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      ref={ref}
      className={classes.surface}
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the picture
      tabIndex={0}
      data-larger={isLarger(scale, frame, picture) || undefined}
      data-squares={(!smooth && showsPixels(scale, fit)) || undefined}
      onDoubleClick={toggleFit}
      onKeyDown={panByKey}
    >
      {width > 0 && children({ left: x, top: y, ...size }, frame)}
    </div>
  );
}
