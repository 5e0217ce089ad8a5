import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGE } from '../../shared/formats/settings.ts';
import { remember } from '../state/remember.ts';
import { DICTIONARY } from './dictionary.ts';

export type Language = 'en' | 'zh';

type Namespace = keyof typeof DICTIONARY;
type Resources = { [N in Namespace]: (typeof DICTIONARY)[N]['en'] };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: Resources;
  }
}

function resources(language: Language) {
  return Object.fromEntries(Object.entries(DICTIONARY).map(([name, both]) => [name, both[language]]));
}

/** @param remembered the language chosen before, if any; otherwise the system's */
export async function startLanguage(remembered: unknown): Promise<void> {
  const system: Language = navigator.language.startsWith('zh') ? 'zh' : 'en';
  const language = remembered === 'en' || remembered === 'zh' ? remembered : system;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'app',
    resources: { en: resources('en'), zh: resources('zh') },
    interpolation: { escapeValue: false },
  });
  i18next.on('languageChanged', showLanguage);
  showLanguage(language);
}

function showLanguage(language: string): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

export function currentLanguage(): Language {
  return i18next.language as Language;
}

export function switchLanguage(): void {
  const next: Language = currentLanguage() === 'en' ? 'zh' : 'en';
  remember(LANGUAGE, { language: next });
  void i18next.changeLanguage(next);
}
