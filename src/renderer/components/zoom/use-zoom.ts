import { useState } from 'react';
import { type Viewport, WHOLE_PICTURE } from './viewport.ts';

/** Zoom state of one surface, or of several linked ones. */
export interface Zoom {
  readonly view: Viewport;
  setView(view: Viewport): void;
  /** CSS pixels per picture pixel as shown; null before the first surface is laid out. */
  readonly shown: number | null;
  setShown(scale: number): void;
}

/** Surfaces that share the same object move together. */
export function useZoom(): Zoom {
  const [view, setView] = useState(WHOLE_PICTURE);
  const [shown, setShown] = useState<number | null>(null);
  return { view, setView, shown, setShown };
}
