import { app } from 'electron';

export type Language = 'en' | 'zh';

/** Key of the studio's settings under which the screens keep the language. */
export const LANGUAGE_KEY = 'language';

/** The language chosen in the app, otherwise the system's. */
export function languageOf(settings: Record<string, unknown>): Language {
  const chosen = settings[LANGUAGE_KEY];
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return app.getLocale().startsWith('zh') ? 'zh' : 'en';
}
