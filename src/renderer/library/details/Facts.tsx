import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Details.module.css';

export interface Fact {
  readonly name: string;
  /** null: unknown, and left out. */
  readonly value: ReactNode;
  /** Explanation of the value. */
  readonly hint?: string;
}

/** A list of names and values. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(({ value }) => value !== null)
        .map(({ name, value, hint }) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>
              {hint ? (
                <Tooltip label={hint} multiline maw={300}>
                  <span>{value}</span>
                </Tooltip>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
    </dl>
  );
}
