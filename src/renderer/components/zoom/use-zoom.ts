import { useState } from 'react';
import { type Viewport, WHOLE_PICTURE } from './viewport.ts';

/** What one zoom surface, or several linked ones, look at. */
export interface Zoom {
  readonly view: Viewport;
  setView(view: Viewport): void;
  /** CSS pixels per picture pixel, as shown now; null before the first surface is laid out. */
  readonly shown: number | null;
  setShown(scale: number): void;
}

/** Hand the same one to several surfaces and they move together. */
export function useZoom(): Zoom {
  const [view, setView] = useState(WHOLE_PICTURE);
  const [shown, setShown] = useState<number | null>(null);
  return { view, setView, shown, setShown };
}
