import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Details.module.css';

export interface Fact {
  readonly name: string;
  /** null: not known, left out. */
  readonly value: ReactNode;
  /** What is behind the figure. */
  readonly hint?: string;
}

/** Names and values below each other. */
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
