import { useElementSize } from '@mantine/hooks';
import { scaleLinear, scaleLog } from 'd3-scale';
import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { decimal, si } from '../../language/quantities.ts';
import { shippedText } from '../../language/shipped.ts';
import { usePrecisionName } from '../../recipe/text/precision-name.ts';
import { useScreens } from '../../state/screens.ts';
import { METRICS, type Metric, type Point } from './frontier.ts';
import classes from './Scatter.module.css';

interface Props {
  points: readonly Point[];
  /** The Pareto frontier, in order of energy. */
  best: readonly Point[];
  /** The exact pictures, whose energies are marked in the chart. */
  exact: readonly PictureSummary[];
  metric: Metric;
  selected: ReadonlySet<number>;
  toggle(id: number): void;
  select(ids: ReadonlySet<number>): void;
}

const MARGIN = { top: 16, right: 28, bottom: 40, left: 56 };
const THUMBNAIL = 40;
/**
 * With more pictures than this, thumbnails would cover each other: they are drawn as dots, with a thumbnail for the one
 * under the pointer.
 */
const MOST_THUMBNAILS = 60;

interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Pictures by energy (log) and fidelity, with their Pareto frontier; dragging a box selects. */
export function Scatter({ points, best, exact, metric, selected, toggle, select }: Props) {
  const { t } = useTranslation('tradeOff');
  const precisionName = usePrecisionName();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const [box, setBox] = useState<Box | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const view = useScreens((screens) => screens.view);

  const energies = [...points.map(({ joules }) => joules), ...exact.map(({ joules }) => joules!)];
  const x = scaleLog()
    .domain([Math.min(...energies) / 1.4, Math.max(...energies) * 1.4])
    .range([MARGIN.left, width - MARGIN.right]);
  const qualities = points.map(({ quality }) => quality);
  const spread = Math.max(...qualities) - Math.min(...qualities) || 1;
  const ends = [Math.min(...qualities) - 0.12 * spread, Math.max(...qualities) + 0.12 * spread];
  const y = scaleLinear()
    .domain(METRICS[metric].better === 'higher' ? ends : ends.toReversed())
    .nice()
    .range([height - MARGIN.bottom, MARGIN.top]);

  const small = points.length > MOST_THUMBNAILS;
  const ordered = points.toSorted((a, b) => Number(a.id === hovered) - Number(b.id === hovered));
  const at = (event: PointerEvent) => {
    const frame = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };

  function finishBrush() {
    if (!box) return;
    const inside = points.filter((point) => isInside(box, x(point.joules), y(point.quality)));
    if (Math.abs(box.x1 - box.x0) > 4 || Math.abs(box.y1 - box.y0) > 4) select(new Set(inside.map(({ id }) => id)));
    setBox(null);
  }

  return (
    <div ref={ref} className={classes.frame}>
      {width > 0 && height > 0 && (
        <svg
          width={width}
          height={height}
          className={classes.chart}
          onPointerDown={(event) => {
            if (event.target !== event.currentTarget) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            const p = at(event);
            setBox({ x0: p.x, y0: p.y, x1: p.x, y1: p.y });
          }}
          onPointerMove={(event) => {
            const p = at(event);
            setBox((old) => old && { ...old, x1: p.x, y1: p.y });
          }}
          onPointerUp={finishBrush}
          onPointerCancel={() => setBox(null)}
        >
          <title>{t('chartLabel', { count: points.length })}</title>
          <g className={classes.axis} aria-hidden>
            {y.ticks(Math.max(2, Math.floor(height / 60))).map((value) => (
              <g key={value} transform={`translate(0 ${y(value)})`}>
                <line x1={MARGIN.left} x2={width - MARGIN.right} />
                <text x={MARGIN.left - 8} dy="0.32em" textAnchor="end">
                  {value}
                </text>
              </g>
            ))}
            {energyTicks(x).map((value) => (
              <g key={value} transform={`translate(${x(value)} 0)`}>
                <line y1={MARGIN.top} y2={height - MARGIN.bottom} />
                <text y={height - MARGIN.bottom + 16} textAnchor="middle">
                  {si(value, 'J')}
                </text>
              </g>
            ))}
            <text x={(MARGIN.left + width - MARGIN.right) / 2} y={height - 6} textAnchor="middle">
              {t('energyAxis')}
            </text>
            <text transform={`translate(13 ${height / 2}) rotate(-90)`} textAnchor="middle">
              {t(metric)}
            </text>
          </g>
          {exact.slice(0, 1).map(({ id, joules }) => (
            <g key={id} className={classes.exact} transform={`translate(${x(joules!)} 0)`} aria-hidden>
              <line y1={MARGIN.top} y2={height - MARGIN.bottom} />
              <text y={MARGIN.top + 10} x={-6} textAnchor="end">
                {t('exactAt')}
              </text>
            </g>
          ))}
          <polyline
            className={classes.frontier}
            points={best.map((point) => `${x(point.joules)},${y(point.quality)}`).join(' ')}
          />
          {ordered.map((point) => (
            <Mark
              key={point.id}
              {...{ point, small }}
              px={x(point.joules)}
              py={y(point.quality)}
              label={t('pointLabel', {
                chip: shippedText(point.picture.chipName ?? ''),
                precision: precisionName(point.picture.precision ?? ''),
                joules: si(point.joules, 'J'),
                metric: t(metric),
                quality: decimal(point.quality, METRICS[metric].digits),
              })}
              isSelected={selected.has(point.id)}
              isHovered={hovered === point.id}
              onHover={setHovered}
              onToggle={() => toggle(point.id)}
              onView={() => view(point.id)}
            />
          ))}
          {box && (
            <rect
              className={classes.brush}
              x={Math.min(box.x0, box.x1)}
              y={Math.min(box.y0, box.y1)}
              width={Math.abs(box.x1 - box.x0)}
              height={Math.abs(box.y1 - box.y0)}
            />
          )}
        </svg>
      )}
      <p className={classes.hint}>{t('brushHint')}</p>
    </div>
  );
}

interface MarkProps {
  point: Point;
  px: number;
  py: number;
  label: string;
  /** Drawn as a dot instead of a thumbnail. */
  small: boolean;
  isSelected: boolean;
  isHovered: boolean;
  onHover(id: number | null): void;
  onToggle(): void;
  onView(): void;
}

function Mark({ point, px, py, label, small, isSelected, isHovered, onHover, onToggle, onView }: MarkProps) {
  const asDot = small && !isHovered;
  const side = isHovered ? THUMBNAIL * 1.8 : THUMBNAIL;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG has no button element
    <g
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-pressed={isSelected}
      data-testid="trade-off-point"
      data-picture-id={point.id}
      className={classes.mark}
      data-selected={isSelected}
      onPointerEnter={() => onHover(point.id)}
      onPointerLeave={() => onHover(null)}
      onFocus={() => onHover(point.id)}
      onBlur={() => onHover(null)}
      onClick={onToggle}
      onDoubleClick={onView}
      onKeyDown={(event) => {
        if (event.key === ' ') onToggle();
        else if (event.key === 'Enter') onView();
        else return;
        event.preventDefault();
      }}
    >
      <title>{label}</title>
      {asDot ? (
        <circle cx={px} cy={py} r={5} />
      ) : (
        <>
          <rect x={px - side / 2 - 2} y={py - side / 2 - 2} width={side + 4} height={side + 4} rx={4} />
          <image
            href={urls.thumbnail(point.id)}
            x={px - side / 2}
            y={py - side / 2}
            width={side}
            height={side}
            aria-hidden
          />
        </>
      )}
    </g>
  );
}

function isInside({ x0, y0, x1, y1 }: Box, x: number, y: number): boolean {
  return x >= Math.min(x0, x1) && x <= Math.max(x0, x1) && y >= Math.min(y0, y1) && y <= Math.max(y0, y1);
}

/** Ticks at 1, 2 and 5 of each decade if there is room, otherwise at decades; for a narrow range a few round values. */
function energyTicks(x: ReturnType<typeof scaleLog<number>>): number[] {
  const [low, high] = x.domain() as [number, number];
  const first = Math.floor(Math.log10(low));
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => 10 ** (first + i));
  const fine = decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]);
  const within = (ticks: number[]) => ticks.filter((tick) => tick >= low && tick <= high);
  return within(decades).length > 4 ? within(decades) : within(fine);
}
