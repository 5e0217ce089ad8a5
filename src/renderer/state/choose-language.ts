import { LANGUAGE } from '../../shared/formats/settings.ts';
import type { LanguageId } from '../../shared/locales/index.ts';
import { showLanguage } from '../language/language.ts';
import { remember } from './remember.ts';

export function chooseLanguage(language: LanguageId): void {
  remember(LANGUAGE, { language });
  void showLanguage(language);
}
