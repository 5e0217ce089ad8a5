import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, languageWithId } from '../../../shared/locales/index.ts';
import { currentLanguage } from '../../language/language.ts';
import { chooseLanguage } from '../../state/choose-language.ts';

/** A button with the current language; opens the list of all languages, each by its own name. */
export function LanguageMenu() {
  const { t } = useTranslation(['app', 'components']);
  const current = languageWithId(currentLanguage());
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          aria-label={t('components:named', { name: t('chooseLanguage'), value: current.name })}
        >
          {current.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map(({ id, name, html }) => (
          <Menu.Item key={id} lang={html} disabled={id === currentLanguage()} onClick={() => chooseLanguage(id)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
