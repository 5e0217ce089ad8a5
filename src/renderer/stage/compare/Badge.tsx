import type { ReactNode } from 'react';
import classes from './Badge.module.css';

interface Props {
  /** Blue: the one that the others are measured against. */
  reference?: boolean;
  corner: 'left' | 'right';
  children: ReactNode;
}

/** Says which picture this is, in a corner of its surface. */
export function Badge({ reference = false, corner, children }: Props) {
  return (
    <span className={classes.badge} data-reference={reference || undefined} data-corner={corner}>
      {children}
    </span>
  );
}
