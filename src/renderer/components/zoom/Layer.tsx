import type { CSSProperties, ReactNode } from 'react';
import classes from './Layer.module.css';

interface Props {
  src: string;
  alt: string;
  /** From the zoom surface. */
  place: CSSProperties;
  /** Over the picture, in its place. */
  children?: ReactNode;
}

/** A picture in its place on a zoom surface, with checks behind what is transparent. */
export function Layer({ src, alt, place, children }: Props) {
  return (
    <div className={classes.layer} style={place}>
      <div className={`checkerboard ${classes.checks}`} />
      <img className={classes.picture} src={src} alt={alt} draggable={false} decoding="sync" />
      {children}
    </div>
  );
}
