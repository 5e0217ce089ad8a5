import { Tooltip } from '@mantine/core';
import { Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { si } from '../language/quantities.ts';
import classes from './Joules.module.css';

interface Props {
  joules: number;
  /** An estimate is dim and dashed with ≈ in front; a measured value is solid. */
  kind: 'estimate' | 'measured';
  /** Range of the true value, joules. */
  range?: { low: number; high: number } | undefined;
}

/** An energy in readable units: '11.7 mJ'. */
export function Joules({ joules, kind, range }: Props) {
  const { t } = useTranslation('components');
  const text = si(joules, 'J');
  const label = range
    ? t(kind === 'estimate' ? 'estimateHint' : 'measuredHint', { low: si(range.low, 'J'), high: si(range.high, 'J') })
    : t(kind === 'estimate' ? 'estimated' : 'measured');
  return (
    <Tooltip label={label}>
      <span className={classes.joules} data-kind={kind}>
        <Zap size={12} aria-hidden fill={kind === 'measured' ? 'currentColor' : 'none'} />
        {kind === 'estimate' ? `≈ ${text}` : text}
      </span>
    </Tooltip>
  );
}
