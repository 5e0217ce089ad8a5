import type { CSSProperties, ReactNode } from 'react';
import classes from './Layer.module.css';

interface Props {
  src: string;
  alt: string;
  /** Position, from the zoom surface. */
  place: CSSProperties;
  /** Overlay at the picture's position. */
  children?: ReactNode;
}

/** A picture positioned on a zoom surface, with a checkerboard behind transparent parts. */
export function Layer({ src, alt, place, children }: Props) {
  return (
    <div className={classes.layer} style={place}>
      <div className={`checkerboard ${classes.checks}`} />
      <img className={classes.picture} src={src} alt={alt} draggable={false} decoding="sync" />
      {children}
    </div>
  );
}
