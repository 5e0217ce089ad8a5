import { app, dialog } from 'electron';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import type { Studio } from '../../studio.ts';
import { closeInTime } from './close-in-time.ts';

/** A message may hold a whole file. */
const LONGEST_REASON = 300;

/**
 * What nobody caught, thrown or rejected, leaves main in a state that nobody knows: it finishes its writes, says why it
 * ends in the user's language and without a stack, and ends with exit code 1. The next start puts the rest right.
 *
 * @param studio null while there is none
 */
export function endWhenUncaught(studio: () => Studio | null, language: () => LanguageId): void {
  let ending = false;
  const end = async (thrown: unknown) => {
    if (process.env.OHMBRUSH_DEBUG) console.error(thrown);
    // What fails on the way out changes nothing.
    if (ending) return;
    ending = true;
    try {
      // Asked now: the library knows it, until it is closed.
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
