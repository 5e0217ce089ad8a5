import type { LanguageId } from '../../shared/locales/index.ts';
import { remember } from '../state/remember.ts';
import { showLanguage } from './language.ts';

export function chooseLanguage(language: LanguageId): void {
  remember('language', language);
  void showLanguage(language);
}
