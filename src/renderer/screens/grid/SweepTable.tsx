import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sweep } from '../../../shared/contract/queue.ts';
import { useFieldTexts } from '../../recipe/text/field-texts.ts';
import { useScreens } from '../../state/screens.ts';
import classes from './GridScreen.module.css';
import { SweepCell } from './SweepCell.tsx';

/** The cells with their axes; one tab stop, moved by arrow keys. */
export function SweepTable({ sweep }: { sweep: Sweep }) {
  const { t } = useTranslation('grid');
  const { fieldName, valueText } = useFieldTexts();
  const { view, togglePin } = useScreens();
  const [focused, setFocused] = useState(0);
  const table = useRef<HTMLTableElement>(null);
  const { x, y } = sweep.axes;
  const columns = x.values.length;
  const rows = y?.values ?? [null];

  function move(event: KeyboardEvent, index: number) {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const step = steps[event.key];
    const id = sweep.cells[index]?.picture?.id;
    if (step !== undefined) {
      const next = index + step;
      const leavesRow = Math.abs(step) === 1 && Math.floor(next / columns) !== Math.floor(index / columns);
      if (next >= 0 && next < sweep.cells.length && !leavesRow) {
        setFocused(next);
        table.current?.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus();
      }
    } else if (event.key === 'Enter' && id !== undefined) view(id);
    else if (event.key.toLowerCase() === 'p' && id !== undefined) togglePin(id);
    else return;
    event.preventDefault();
  }

  const fields = [x.field, ...(y ? [y.field] : [])].map(fieldName).join(' × ');
  return (
    <div className={classes.scroll} style={{ '--columns': columns } as CSSProperties}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA grid pattern */}
      <table ref={table} className={classes.table} role="grid" aria-label={t('gridLabel', { fields })}>
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              {y && `${fieldName(y.field)} ↓  `}
              {`${fieldName(x.field)} →`}
            </th>
            {x.values.map((value) => (
              <th key={value} scope="col">
                {valueText(x.field, value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((value, row) => (
            <tr key={value ?? ''}>
              <th scope="row">{y && value !== null && valueText(y.field, value)}</th>
              {x.values.map((xValue, column) => {
                const index = row * columns + column;
                return (
                  <SweepCell
                    key={xValue}
                    cell={sweep.cells[index] ?? { job: null, picture: null }}
                    name={[xValue, ...(value === null ? [] : [value])].join(' × ')}
                    index={index}
                    isTabStop={index === focused}
                    onKeyDown={(event) => move(event, index)}
                    onFocus={() => setFocused(index)}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
