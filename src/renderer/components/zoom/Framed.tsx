import type { ReactNode } from 'react';
import classes from './Framed.module.css';
import type { Zoom } from './use-zoom.ts';
import { ZoomTools } from './ZoomTools.tsx';

interface Props {
  zoom: Zoom;
  /** Caption under the picture. */
  caption?: ReactNode;
  /** The zoom surface, or several linked ones. */
  children: ReactNode;
}

/** Zoom surfaces with their tools in the corner and a caption below. */
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
