import { Button, Group, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { Pause, Play } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urls } from '../../../shared/contract/urls.ts';
import { Layer } from '../../components/zoom/Layer.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import { ZoomSurface } from '../../components/zoom/ZoomSurface.tsx';
import { Badge } from './Badge.tsx';
import classes from './Flicker.module.css';
import { LETTERS, type Lineup } from './lineup.ts';
import { usePictureName } from './use-picture-name.ts';

/** Display time of each picture. Well under the three changes a second that can cause seizures. */
const TURN_MS = 700;

/** Shows the pictures of a lineup alternately in one place, so that differences are visible. */
export function Flicker({ lineup, zoom }: { lineup: Lineup; zoom: Zoom }) {
  const { t } = useTranslation('compare');
  const pictureName = usePictureName();
  const { pictures, reference } = lineup;
  const reducedMotion = useReducedMotion(false, { getInitialValueInEffect: false });
  const [playing, setPlaying] = useState(!reducedMotion);
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState(false);
  const count = pictures.length;

  useEffect(() => {
    if (!playing || held) return;
    const timer = setInterval(() => setTurn((old) => (old + 1) % count), TURN_MS);
    return () => clearInterval(timer);
  }, [playing, held, count]);

  const shown = pictures[held ? 0 : turn % count]!;
  const name = (index: number) => `${LETTERS[index]} ${pictureName(pictures[index]!)}`;
  const shownName = name(pictures.indexOf(shown));
  const holdByKey = (down: boolean) => (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    setHeld(down);
  };

  return (
    <div className={classes.flicker}>
      <Group className={classes.controls} gap="sm" justify="center">
        <Button
          variant="default"
          leftSection={playing ? <Pause size={14} /> : <Play size={14} />}
          onClick={() => setPlaying(!playing)}
        >
          {playing ? t('pause') : t('play')}
        </Button>
        <SegmentedControl
          aria-label={t('flicker')}
          value={String(pictures.indexOf(shown))}
          onChange={(value) => {
            setPlaying(false);
            setTurn(Number(value));
          }}
          data={pictures.map((_, index) => ({
            value: String(index),
            label: (
              <>
                <span aria-hidden>{LETTERS[index]}</span>
                <VisuallyHidden>{name(index)}</VisuallyHidden>
              </>
            ),
          }))}
        />
        <Button
          variant="default"
          aria-pressed={held}
          onPointerDown={() => setHeld(true)}
          onPointerUp={() => setHeld(false)}
          onPointerLeave={() => setHeld(false)}
          onKeyDown={holdByKey(true)}
          onKeyUp={holdByKey(false)}
          onBlur={() => setHeld(false)}
        >
          {t('holdReference')}
        </Button>
      </Group>
      <ZoomSurface
        zoom={zoom}
        picture={reference}
        label={t('surface', { name: t('flicker'), prompt: reference.prompt })}
      >
        {(place) => (
          <>
            {/* All stay drawn, so that none is missing for a moment when its turn comes. */}
            {pictures.map((picture, index) => (
              <div key={picture.id} className={classes.turn} data-shown={picture === shown || undefined}>
                <Layer
                  src={urls.picture(picture.id)}
                  alt={t('surface', { name: name(index), prompt: picture.prompt })}
                  place={place}
                />
              </div>
            ))}
            <Badge corner="left" reference={shown === reference}>
              {shownName}
            </Badge>
          </>
        )}
      </ZoomSurface>
    </div>
  );
}
