import { type RefObject, useEffect, useRef } from 'react';

interface Gestures {
  /** CSS pixels that the pointer moved. */
  pan(x: number, y: number): void;
  /** Around a point, measured from the element's upper left corner. */
  zoom(factor: number, at: { x: number; y: number }): void;
}

/**
 * Zoom per wheel pixel: a mouse's notch (100 px) zooms by about a fifth, and a pinch on a trackpad follows the fingers.
 */
const WHEEL = 0.0018;
const PINCH = 0.012;
/** In Firefox the delta of some wheels is in lines. */
const LINE_PX = 16;

/** Zooms by wheel and pinch, pans by dragging; two fingers do both. */
export function useGestures(element: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  latest.current = gestures;

  useEffect(() => {
    const surface = element.current!;
    const pointers = new Map<number, { x: number; y: number }>();
    const place = (event: MouseEvent) => {
      const { left, top } = surface.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const handlers = {
      wheel(event: WheelEvent) {
        event.preventDefault();
        const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
        // Browsers report a trackpad's pinch as a wheel with Ctrl.
        latest.current.zoom(Math.exp(-pixels * (event.ctrlKey ? PINCH : WHEEL)), place(event));
      },
      pointerdown(event: PointerEvent) {
        // Handles and buttons on the surface have their own drags.
        if (event.button > 1 || (event.target as Element).closest('button,[role="slider"]')) return;
        surface.setPointerCapture(event.pointerId);
        pointers.set(event.pointerId, place(event));
      },
      pointermove(event: PointerEvent) {
        const before = pointers.get(event.pointerId);
        if (!before) return;
        const now = place(event);
        pointers.set(event.pointerId, now);
        // With two fingers, each finger moves the midpoint by half its own distance.
        latest.current.pan((now.x - before.x) / pointers.size, (now.y - before.y) / pointers.size);
        const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
        if (!other) return;
        const apart = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y);
        const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
        latest.current.zoom(apart(now) / Math.max(1, apart(before)), middle);
      },
      pointerup: (event: PointerEvent) => pointers.delete(event.pointerId),
      pointercancel: (event: PointerEvent) => pointers.delete(event.pointerId),
    };
    const stop = new AbortController();
    for (const [type, handle] of Object.entries(handlers)) {
      // Not passive, because it prevents the page from zooming; React's own wheel listener is passive and could not.
      surface.addEventListener(type, handle as EventListener, { passive: false, signal: stop.signal });
    }
    return () => stop.abort();
  }, [element]);
}
