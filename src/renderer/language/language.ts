import i18next from 'i18next';
import { setI18n } from 'react-i18next';
import { type LanguageId, languageFor, languageWithId } from '../../shared/locales/index.ts';
import '../../shared/locales/translate.ts';

/** @param remembered the language chosen before, if any; otherwise the system's */
export async function startLanguage(remembered: unknown): Promise<void> {
  setI18n(i18next);
  await showLanguage(languageFor(remembered, navigator.languages));
}

export async function showLanguage(language: LanguageId): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = languageWithId(language).html;
}

export function currentLanguage(): LanguageId {
  return i18next.language as LanguageId;
}

/** The current language for Intl's formats. */
export function currentIntl(): string {
  return languageWithId(currentLanguage()).intl;
}
