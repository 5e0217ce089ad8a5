import { app } from 'electron';
import { type LanguageId, languageFor } from '../../../shared/locales/index.ts';

/** Key of the studio's settings under which the screens keep the language. */
export const LANGUAGE_KEY = 'language';

/** The language chosen in the app, otherwise the system's. */
export function languageOf(settings: Record<string, unknown>): LanguageId {
  return languageFor(settings[LANGUAGE_KEY], app.getPreferredSystemLanguages());
}
