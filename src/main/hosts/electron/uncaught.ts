import { app, dialog } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import type { Studio } from '../../studio.ts';
import { closeInTime } from './close-in-time.ts';

/** A message may quote a whole file. */
const LONGEST_REASON = 300;

/**
 * After an uncaught exception or rejection, main is in an unknown state: it finishes pending writes, shows the reason
 * in the user's language without a stack trace, and exits with code 1. The next start repairs the rest.
 *
 * @param studio null while it is not open
 */
export function endWhenUncaught(studio: () => Studio | null, language: () => LanguageId): void {
  let ending = false;
  const end = async (thrown: unknown) => {
    if (process.env.OHMBRUSH_DEBUG) console.error(thrown);
    // A failure to close changes nothing about the exit.
    if (ending) return;
    ending = true;
    try {
      // Looked up now, because the language is stored in the library, which is about to be closed.
      const t = texts(language(), 'desktop');
      const open = studio();
      if (open) await closeInTime(open).catch(() => {});
      dialog.showErrorBox(t('cannotGoOn'), `${t('cannotGoOnDetail')}\n\n${reasonOf(thrown)}`);
    } finally {
      app.exit(1);
    }
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
}

function reasonOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/\s+/g, ' ').trim().slice(0, LONGEST_REASON);
}
