import { Kbd } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useTranslation } from 'react-i18next';
import { COMMANDS } from '../../shared/commands.ts';
import { LANGUAGES } from '../../shared/locales/index.ts';
import { commandTitle } from '../../shared/locales/translate.ts';
import { readableKeys } from '../commands/keys.ts';
import { runCommand, useAvailableIds, useCommand } from '../commands/registry.ts';
import { currentLanguage } from '../language/language.ts';

/** All commands that are available now, by name. */
export function CommandPalette() {
  const { t } = useTranslation('app');
  useCommand('palette', spotlight.open);
  const language = currentLanguage();
  const available = useAvailableIds();
  const actions = available
    .filter((id) => id !== 'palette')
    .map((id) => {
      const { keys } = COMMANDS[id];
      return {
        id,
        label: commandTitle(id, language),
        // Commands are also found by their names in other languages.
        keywords: LANGUAGES.map((other) => commandTitle(id, other.id)),
        onClick: () => runCommand(id),
        rightSection: keys && <Kbd>{readableKeys(keys)}</Kbd>,
      };
    });
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      nothingFound={t('paletteEmpty')}
      searchProps={{ placeholder: t('paletteSearch'), 'aria-label': t('paletteSearch') }}
      highlightQuery
      attributes={{ content: { 'aria-label': t('paletteSearch') } }}
      scrollable
      maxHeight={420}
    />
  );
}
