import type { ReactNode } from 'react';
import classes from './Badge.module.css';

interface Props {
  /** Blue: the one that the others are measured against. */
  reference?: boolean;
  corner: 'left' | 'right';
  /** Leaves the other corner to another one. */
  half?: boolean;
  children: ReactNode;
}

/** Says which picture this is, in a corner of its surface. */
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
