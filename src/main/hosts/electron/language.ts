import { app } from 'electron';
import { decode, readOrNull } from '../../../shared/formats/format.ts';
import { LANGUAGE } from '../../../shared/formats/settings.ts';
import { type LanguageId, languageFor } from '../../../shared/locales/index.ts';

/** The language chosen in the app, otherwise the system's. */
export function languageOf(settings: Record<string, unknown>): LanguageId {
  const chosen = readOrNull(decode(LANGUAGE.format, settings[LANGUAGE.key]));
  return languageFor(chosen?.language, app.getPreferredSystemLanguages());
}
