import type { ReactNode } from 'react';
import classes from './Badge.module.css';

interface Props {
  /** Blue, for the picture that the others are compared with. */
  reference?: boolean;
  corner: 'left' | 'right';
  /** Leaves the other corner free for another badge. */
  half?: boolean;
  children: ReactNode;
}

/** Names the picture in a corner of its surface. */
export function Badge({ reference = false, corner, half = false, children }: Props) {
  return (
    <span
      className={classes.badge}
      data-reference={reference || undefined}
      data-corner={corner}
      data-half={half || undefined}
    >
      {children}
    </span>
  );
}
