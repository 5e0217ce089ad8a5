import { ActionIcon, Menu } from '@mantine/core';
import { Download, Ellipsis, Upload } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { LIBRARY_LOOKS, type LibraryLooks } from '../../shared/formats/settings.ts';
import { runCommand, useAvailable } from '../commands/registry.ts';
import { recall, remember } from '../state/remember.ts';
import { Places } from './boards/Places.tsx';
import { Details } from './details/Details.tsx';
import { DetailsHeader } from './details/DetailsHeader.tsx';
import { ActiveFilters } from './filter/ActiveFilters.tsx';
import { FilterPopover } from './filter/FilterPopover.tsx';
import { GridToolbar } from './GridToolbar.tsx';
import { GalleryArea } from './grid/GalleryArea.tsx';
import { listKey } from './grid/pages.ts';
import { useShownList } from './grid/use-picture-list.ts';
import { useStillList } from './grid/use-still-list.ts';
import classes from './LibraryPanel.module.css';
import { useLibrary } from './library-store.ts';
import { FoundBar } from './maintenance/FoundBar.tsx';
import { MaintenanceButton } from './maintenance/MaintenanceButton.tsx';
import { SearchBox } from './SearchBox.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { TrashBar } from './TrashBar.tsx';

function recalledLooks(): LibraryLooks {
  return recall(LIBRARY_LOOKS) ?? { tileSize: 96, details: true };
}

/** All painted and imported pictures: search, view and organise them. */
export function LibraryPanel() {
  const { t } = useTranslation('library');
  const { filter, sort } = useLibrary();
  const [looks, setLooks] = useState(recalledLooks);
  const change = useCallback((part: Partial<LibraryLooks>) => {
    const next = { ...recalledLooks(), ...part };
    remember(LIBRARY_LOOKS, next);
    setLooks(next);
  }, []);

  const list = useMemo(() => ({ filter, sort }), [filter, sort]);
  const still = useStillList(list);
  const gallery = useShownList(still.shown, listKey(list));

  const upper = (
    <div className={classes.gallery}>
      {gallery.total !== 0 && (
        <GridToolbar
          total={still.all ?? gallery.total}
          tileSize={looks.tileSize}
          onTileSize={(tileSize) => change({ tileSize })}
        />
      )}
      <GalleryArea gallery={gallery} still={still} tileSize={looks.tileSize} />
      <SelectionBar />
    </div>
  );
  const header = <DetailsHeader open={looks.details} onToggle={() => change({ details: !looks.details })} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus leaves
    <div
      className={classes.panel}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) useLibrary.setState({ keyboardInside: false });
      }}
    >
      <div className={classes.top}>
        <SearchBox />
        <FilterPopover />
        <MaintenanceButton />
        <LibraryMenu />
      </div>
      <FoundBar />
      <Places />
      {filter.trash && <TrashBar />}
      <ActiveFilters />
      {looks.details ? (
        <Group
          className={classes.columns}
          orientation="vertical"
          defaultLayout={looks.sizes}
          onLayoutChanged={(sizes, { isUserInteraction }) => {
            if (isUserInteraction) change({ sizes });
          }}
        >
          <Panel id="gallery" minSize="120px">
            {upper}
          </Panel>
          <Separator className={classes.separator} aria-label={t('resizeDetails')} />
          <Panel id="details" defaultSize="42%" minSize="120px">
            <div className={classes.details}>
              {header}
              <Details />
            </div>
          </Panel>
        </Group>
      ) : (
        <>
          <div className={classes.columns}>{upper}</div>
          {header}
        </>
      )}
    </div>
  );
}

function LibraryMenu() {
  const { t } = useTranslation('library');
  const canExport = useAvailable('export-pictures');
  return (
    <Menu shadow="md" position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('libraryMenu')}>
          <Ellipsis size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Upload size={14} aria-hidden />} onClick={() => runCommand('import-pictures')}>
          {t('import')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Download size={14} aria-hidden />}
          disabled={!canExport}
          onClick={() => runCommand('export-pictures')}
        >
          {t('exportMenu')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
