import { ActionIcon, Button, Group, SegmentedControl, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ArrowLeftRight, ListX, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { urls } from '../../../shared/contract/urls.ts';
import { COMPARE_MODES } from '../../../shared/formats/settings.ts';
import { Empty } from '../../components/Empty.tsx';
import { Framed } from '../../components/zoom/Framed.tsx';
import { useZoom, type Zoom } from '../../components/zoom/use-zoom.ts';
import { MOST_PINNED, useScreens } from '../../state/screens.ts';
import classes from './CompareScreen.module.css';
import { type Mode, setMode, useCompare, useMode } from './compare-store.ts';
import { ExactOffer } from './ExactOffer.tsx';
import { Filmstrip } from './Filmstrip.tsx';
import { Flicker } from './Flicker.tsx';
import { Heatmaps } from './Heatmaps.tsx';
import { LETTERS, type Lineup, lineUp } from './lineup.ts';
import { PinnedTable } from './PinnedTable.tsx';
import { SideBySide } from './SideBySide.tsx';
import { SplitView } from './SplitView.tsx';
import { usePictureName } from './use-picture-name.ts';
import { usePinned } from './use-pinned.ts';

/** Two to four pictures against a reference: how lower energy changes the picture, and how much it saves. */
export function CompareScreen() {
  const { t } = useTranslation('compare');
  const pinned = usePinned();
  const pinnedIds = useScreens((screens) => screens.pinnedIds);
  const { referenceId, activeId } = useCompare();
  const [adding, { toggle: toggleAdding }] = useDisclosure();
  const zoom = useZoom();
  const lineup = lineUp(pinned, referenceId, activeId);

  if (pinnedIds.length === 0) {
    return (
      <div className={classes.empty}>
        <Empty title={t('emptyTitle')}>{t('emptyBody')}</Empty>
        <Filmstrip />
      </div>
    );
  }
  // Their details are still loading.
  if (!lineup) return null;
  const showsFilmstrip = adding || lineup.active === null;
  return (
    <div className={classes.compare}>
      <Toolbar lineup={lineup} adding={showsFilmstrip} onAdd={toggleAdding} />
      <Framed zoom={zoom}>
        <Pictures lineup={lineup} zoom={zoom} />
      </Framed>
      {showsFilmstrip && <Filmstrip />}
      <PinnedTable lineup={lineup} />
    </div>
  );
}

function Pictures({ lineup, zoom }: { lineup: Lineup; zoom: Zoom }) {
  const mode = useMode();
  const swapped = useCompare((choices) => choices.swapped);
  const pictureName = usePictureName();
  const { pictures, reference, active } = lineup;
  if (active === null) return <SideBySide lineup={lineup} zoom={zoom} />;
  switch (mode) {
    case 'slider': {
      const sides = [reference, active].map((picture) => ({
        src: urls.picture(picture.id),
        name: `${LETTERS[pictures.indexOf(picture)]} ${pictureName(picture)}`,
        reference: picture === reference,
      }));
      if (swapped) sides.reverse();
      const [left, right] = sides;
      return <SplitView left={left!} right={right!} prompt={reference.prompt} picture={reference} zoom={zoom} />;
    }
    case 'side':
      return <SideBySide lineup={lineup} zoom={zoom} />;
    case 'flicker':
      return <Flicker lineup={lineup} zoom={zoom} />;
    case 'heatmap':
      return <Heatmaps lineup={lineup} zoom={zoom} />;
  }
}

interface ToolbarProps {
  lineup: Lineup;
  adding: boolean;
  onAdd(): void;
}

function Toolbar({ lineup, adding, onAdd }: ToolbarProps) {
  const { t } = useTranslation('compare');
  const mode = useMode();
  const { pictures, active } = lineup;
  const alone = active === null;
  const unfounded = pictures.some(({ exact }) => exact) ? null : pictures.find(({ recipe }) => recipe);
  return (
    <Group className={classes.toolbar} gap="sm">
      <SegmentedControl
        aria-label={t('mode')}
        disabled={alone}
        value={mode}
        onChange={(value) => setMode(value as Mode)}
        data={COMPARE_MODES.map((value) => ({ value, label: t(value) }))}
      />
      <Tooltip label={t('swap')}>
        <ActionIcon
          aria-label={t('swap')}
          disabled={alone || mode !== 'slider'}
          onClick={() => useCompare.setState(({ swapped }) => ({ swapped: !swapped }))}
        >
          <ArrowLeftRight size={15} />
        </ActionIcon>
      </Tooltip>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<Plus size={14} />}
        aria-expanded={adding}
        disabled={alone}
        onClick={onAdd}
      >
        {t('addPictures')} ({pictures.length}/{MOST_PINNED})
      </Button>
      <Tooltip label={t('clear')}>
        <ActionIcon aria-label={t('clear')} onClick={() => useScreens.setState({ pinnedIds: [] })}>
          <ListX size={15} />
        </ActionIcon>
      </Tooltip>
      {unfounded && <ExactOffer picture={unfounded} count={pictures.length} />}
    </Group>
  );
}
