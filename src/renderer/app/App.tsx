import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { LAYOUT, type PanelLayout } from '../../shared/formats/settings.ts';
import { useCommand } from '../commands/registry.ts';
import { LibraryCommands } from '../library/LibraryCommands.tsx';
import { LibraryPanel } from '../library/LibraryPanel.tsx';
import { QueueStrip } from '../queue/QueueStrip.tsx';
import { RecipePanel } from '../recipe/RecipePanel.tsx';
import { useRecipe } from '../recipe/store/recipe-store.ts';
import { recall, remember } from '../state/remember.ts';
import classes from './App.module.css';
import { CommandPalette } from './CommandPalette.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { LanguageCommands } from './LanguageCommands.tsx';
import { Screens } from './Screens.tsx';
import { useAppCommands } from './use-app-commands.ts';

function recalledLayout(): PanelLayout {
  return recall(LAYOUT) ?? { recipe: true, library: true, sizes: {} };
}

/** Three columns (recipe, picture, library) above a strip that shows the queue. */
export function App() {
  const { t } = useTranslation('app');
  const [layout, setLayout] = useState(recalledLayout);
  const beforeAll = useRef({ recipe: true, library: true });
  useAppCommands();

  const change = (part: Partial<PanelLayout>) => setLayout((old) => ({ ...old, ...part }));
  useEffect(() => remember(LAYOUT, layout), [layout]);
  // Does not use the prompt's own command: the prompt may still be loading, and the key must neither be lost nor
  // collapse its panel.
  useCommand('focus-prompt', () => {
    useRecipe.getState().askForPrompt();
    change({ recipe: true });
  });
  useCommand('toggle-recipe', () => change({ recipe: !layout.recipe }));
  useCommand('toggle-library', () => change({ library: !layout.library }));
  useCommand('toggle-panels', () => {
    if (layout.recipe || layout.library) {
      beforeAll.current = { recipe: layout.recipe, library: layout.library };
      change({ recipe: false, library: false });
    } else {
      change(beforeAll.current);
    }
  });
  // Below this width the middle would be too narrow between two panels.
  const narrow = useMediaQuery('(max-width: 820px)');
  const library = layout.library && !narrow;

  // 'stage' is the middle: the remembered layout has its width under that name.
  const shown = ['recipe', 'stage', 'library'].filter((id) =>
    id === 'recipe' ? layout.recipe : id !== 'library' || library,
  );
  return (
    <div className={classes.app}>
      <a className={classes.skip} href="#screens">
        {t('skipToScreen')}
      </a>
      <Group
        className={classes.columns}
        orientation="horizontal"
        key={shown.join()}
        defaultLayout={shown.every((id) => id in layout.sizes) ? sized(layout.sizes, shown) : undefined}
        onLayoutChanged={(sizes, { isUserInteraction }) => {
          if (isUserInteraction) change({ sizes: { ...layout.sizes, ...sizes } });
        }}
      >
        {layout.recipe && (
          <>
            <Panel id="recipe" defaultSize="320px" minSize="260px" maxSize="480px">
              <section className={classes.panel} aria-label={t('recipe')}>
                <RecipePanel />
              </section>
            </Panel>
            <Separator className={classes.separator} aria-label={t('resizeRecipe')} />
          </>
        )}
        <Panel id="stage" minSize="360px">
          <Screens />
        </Panel>
        {library && (
          <>
            <Separator className={classes.separator} aria-label={t('resizeLibrary')} />
            <Panel id="library" defaultSize="320px" minSize="240px" maxSize="720px">
              <section className={classes.panel} aria-label={t('library')}>
                <LibraryPanel />
              </section>
            </Panel>
          </>
        )}
      </Group>
      <QueueStrip />
      <LibraryCommands />
      <LanguageCommands />
      <CommandPalette />
      <KeyHelp />
    </div>
  );
}

/** Remembered percentages of the visible panels, scaled up to 100. */
function sized(sizes: Record<string, number>, shown: readonly string[]): Record<string, number> {
  const others = shown.filter((id) => id !== 'stage').reduce((sum, id) => sum + sizes[id]!, 0);
  return Object.fromEntries(shown.map((id) => [id, id === 'stage' ? 100 - others : sizes[id]!]));
}
