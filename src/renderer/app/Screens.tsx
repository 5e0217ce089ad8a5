import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../commands/registry.ts';
import { ChipsScreen } from '../screens/chips/ChipsScreen.tsx';
import { CompareScreen } from '../screens/compare/CompareScreen.tsx';
import { GridScreen } from '../screens/grid/GridScreen.tsx';
import { TradeOffScreen } from '../screens/trade-off/TradeOffScreen.tsx';
import { ViewScreen } from '../screens/view/ViewScreen.tsx';
import { SCREEN_IDS, type ScreenId, useScreens } from '../state/screens.ts';
import classes from './Screens.module.css';

const SCREENS = {
  view: { title: 'view', screen: ViewScreen },
  compare: { title: 'compare', screen: CompareScreen },
  grid: { title: 'grid', screen: GridScreen },
  'trade-off': { title: 'tradeOff', screen: TradeOffScreen },
  chips: { title: 'chips', screen: ChipsScreen },
} as const satisfies Record<ScreenId, unknown>;

/** The middle of the window. A new screen is a component, named in SCREENS and in SCREEN_IDS. */
export function Screens() {
  const { t } = useTranslation('app');
  const { tab, show } = useScreens();
  useCommand('show-view', () => show('view'));
  useCommand('show-compare', () => show('compare'));
  useCommand('show-grid', () => show('grid'));
  useCommand('show-trade-off', () => show('trade-off'));
  useCommand('show-chips', () => show('chips'));
  return (
    <Tabs
      id="screens"
      component="main"
      aria-label={t('screens')}
      value={tab}
      onChange={(value) => show(value as ScreenId)}
      keepMounted={false}
      classNames={{ root: classes.screens, list: classes.tabs, tab: classes.tab, panel: classes.panel }}
    >
      <Tabs.List>
        {SCREEN_IDS.map((id) => (
          <Tabs.Tab key={id} value={id}>
            {t(SCREENS[id].title)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {SCREEN_IDS.map((id) => {
        const Screen = SCREENS[id].screen;
        return (
          <Tabs.Panel key={id} value={id}>
            <Screen />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
