import { LANGUAGES, type LanguageId } from '../../shared/locales/index.ts';
import { useCommand } from '../commands/registry.ts';
import { currentLanguage } from '../language/language.ts';
import { chooseLanguage } from '../state/choose-language.ts';

/** The commands that choose a language; the current language's command is not available. */
export function LanguageCommands() {
  return LANGUAGES.map(({ id }) => <LanguageCommand key={id} id={id} />);
}

function LanguageCommand({ id }: { id: LanguageId }) {
  useCommand(`language-${id}`, () => chooseLanguage(id), id !== currentLanguage());
  return null;
}
