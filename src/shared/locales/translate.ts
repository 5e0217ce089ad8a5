import i18next, { type TFunction } from 'i18next';
import type { CommandId } from '../commands.ts';
import type { en } from './en.ts';
import { DEFAULT_LANGUAGE, LANGUAGES, type LanguageId } from './index.ts';

type Namespace = keyof typeof en;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: typeof en;
  }
}

// The texts are at hand, so nothing is awaited: they are ready once this module is loaded.
void i18next.init({
  lng: DEFAULT_LANGUAGE,
  fallbackLng: false,
  defaultNS: 'app',
  resources: Object.fromEntries(LANGUAGES.map(({ id, texts }) => [id, texts])),
  initAsync: false,
  interpolation: { escapeValue: false },
});

/** The texts of a language, whichever the screens show: `texts('zh', 'desktop')('quit')`. */
export function texts<N extends Namespace>(language: LanguageId, namespace: N): TFunction<N> {
  return i18next.getFixedT(language, namespace);
}

/** A command's name in menus and tooltips. */
export function commandTitle(id: CommandId, language: LanguageId): string {
  const t = texts(language, 'commands');
  const chosen = LANGUAGES.find((other) => id === `language-${other.id}`);
  return chosen ? t('language', { name: chosen.name }) : t(id as Exclude<CommandId, `language-${LanguageId}`>);
}
