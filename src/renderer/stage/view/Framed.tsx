import type { ReactNode } from 'react';
import type { Zoom } from '../zoom/use-zoom.ts';
import { ZoomTools } from '../zoom/ZoomTools.tsx';
import classes from './Framed.module.css';

interface Props {
  zoom: Zoom;
  /** Under the picture. */
  caption?: ReactNode;
  /** The zoom surface. */
  children: ReactNode;
}

/** A zoom surface with its tools in the corner and a caption below. */
export function Framed({ zoom, caption, children }: Props) {
  return (
    <div className={classes.framed}>
      <div className={classes.surface}>
        {children}
        <div className={classes.tools}>
          <ZoomTools zoom={zoom} />
        </div>
      </div>
      {caption}
    </div>
  );
}
