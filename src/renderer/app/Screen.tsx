import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../commands/registry.ts';
import { ChipsScreen } from '../screens/chips/ChipsScreen.tsx';
import { CompareStage } from '../screens/compare/CompareStage.tsx';
import { GridStage } from '../screens/grid/GridStage.tsx';
import { TradeOffStage } from '../screens/trade-off/TradeOffStage.tsx';
import { ViewStage } from '../screens/view/ViewStage.tsx';
import { STAGE_TABS, type StageTab, useStage } from '../state/screen.ts';
import classes from './Screen.module.css';

const SCREENS = {
  view: { title: 'view', screen: ViewStage },
  compare: { title: 'compare', screen: CompareStage },
  grid: { title: 'grid', screen: GridStage },
  'trade-off': { title: 'tradeOff', screen: TradeOffStage },
  chips: { title: 'chips', screen: ChipsScreen },
} as const satisfies Record<StageTab, unknown>;

/** The middle of the window. A new screen is a component, named in SCREENS and in STAGE_TABS. */
export function Stage() {
  const { t } = useTranslation('app');
  const { tab, show } = useStage();
  useCommand('show-view', () => show('view'));
  useCommand('show-compare', () => show('compare'));
  useCommand('show-grid', () => show('grid'));
  useCommand('show-trade-off', () => show('trade-off'));
  useCommand('show-chips', () => show('chips'));
  return (
    <Tabs
      id="stage"
      component="main"
      aria-label={t('stage')}
      value={tab}
      onChange={(value) => show(value as StageTab)}
      keepMounted={false}
      classNames={{ root: classes.stage, list: classes.tabs, tab: classes.tab, panel: classes.panel }}
    >
      <Tabs.List>
        {STAGE_TABS.map((id) => (
          <Tabs.Tab key={id} value={id}>
            {t(SCREENS[id].title)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {STAGE_TABS.map((id) => {
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
