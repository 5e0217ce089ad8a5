import { app } from 'electron';
import { decode, readOrNull } from '../../../shared/formats/format.ts';
import { LANGUAGE } from '../../../shared/formats/settings.ts';

export type Language = 'en' | 'zh';

/** The language chosen in the app, otherwise the system's. */
export function languageOf(settings: Record<string, unknown>): Language {
  const chosen = readOrNull(decode(LANGUAGE.format, settings[LANGUAGE.key]))?.language;
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return app.getLocale().startsWith('zh') ? 'zh' : 'en';
}
