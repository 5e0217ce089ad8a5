import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './FieldRow.module.css';

interface Props {
  label: string;
  /** What the field means, in a sentence. */
  help: string;
  /** Id of the input that the label names. */
  inputId?: string | undefined;
  children: ReactNode;
  /** At the end of the row. */
  action?: ReactNode;
  below?: ReactNode;
}

/** A line of the recipe: name, input, sweep. */
export function FieldRow({ label, help, inputId, children, action, below }: Props) {
  return (
    <div className={classes.row}>
      <Tooltip label={help} multiline w={240} position="right">
        <label className={classes.label} htmlFor={inputId}>
          {label}
        </label>
      </Tooltip>
      <div className={classes.control}>{children}</div>
      {action && <div className={classes.action}>{action}</div>}
      {below && <div className={classes.below}>{below}</div>}
    </div>
  );
}
