import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Layer } from '../../components/zoom/Layer.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import type { Size } from '../../components/zoom/viewport.ts';
import { ZoomSurface } from '../../components/zoom/ZoomSurface.tsx';
import { Badge } from './Badge.tsx';
import classes from './SplitView.module.css';

export interface Side {
  readonly src: string;
  readonly name: string;
  readonly reference: boolean;
}

interface Props {
  left: Side;
  right: Side;
  prompt: string;
  picture: Size;
  zoom: Zoom;
}

/** Distance per press of an arrow key, percent of the frame; with Shift a larger one. */
const STEP = 1;
const BIG_STEP = 10;

/** Two pictures in one place with a divider to drag: one is visible on its left, the other on its right. */
export function SplitView({ left, right, prompt, picture, zoom }: Props) {
  const { t } = useTranslation('compare');
  const [percent, setPercent] = useState(50);
  const move = (to: number) => setPercent(Math.min(100, Math.max(0, to)));

  function drag(event: PointerEvent<HTMLDivElement>) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const frame = event.currentTarget.parentElement!.getBoundingClientRect();
    move(((event.clientX - frame.left) / frame.width) * 100);
  }

  function press(event: KeyboardEvent) {
    const step = event.shiftKey ? BIG_STEP : STEP;
    const to = { ArrowLeft: percent - step, ArrowRight: percent + step, Home: 0, End: 100 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  }

  const whole = Math.round(percent);
  return (
    <ZoomSurface
      zoom={zoom}
      picture={picture}
      label={t('surfaceOfTwo', { left: left.name, right: right.name, prompt })}
    >
      {(place) => (
        <>
          <Layer src={left.src} alt={t('surface', { name: left.name, prompt })} place={place} />
          <div className={classes.over} style={{ clipPath: `inset(0 0 0 ${percent}%)` }}>
            <Layer src={right.src} alt={t('surface', { name: right.name, prompt })} place={place} />
          </div>
          <Badge half corner="left" reference={left.reference}>
            {left.name}
          </Badge>
          <Badge half corner="right" reference={right.reference}>
            {right.name}
          </Badge>
          <div
            className={classes.divider}
            style={{ left: `${percent}%` }}
            role="slider"
            tabIndex={0}
            aria-label={t('divider', { left: left.name, right: right.name })}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={whole}
            aria-valuetext={t('dividerAt', { percent: whole, left: left.name })}
            onKeyDown={press}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag}
            onDoubleClick={(event) => event.stopPropagation()}
          >
            <span className={classes.grip} />
          </div>
        </>
      )}
    </ZoomSurface>
  );
}
