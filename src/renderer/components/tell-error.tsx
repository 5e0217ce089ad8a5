import { notifications } from '@mantine/notifications';
import { ORPCError } from '@orpc/client';
import i18next from 'i18next';
import { OhmbrushError } from '../../shared/errors.ts';
import { hasWords, wordRefusal } from '../../shared/locales/word-refusal.ts';
import type { ToldError } from '../../shared/told-error.ts';
import { currentLanguage } from '../language/language.ts';

/** What happened and what to do, from an error of the studio or of the page. */
export function explain(error: unknown): { what: string; todo: string } {
  if (error instanceof ORPCError && error.defined) return explainTold(error.data);
  if (error instanceof OhmbrushError) return explainTold(error.told);
  return { what: error instanceof Error ? error.message : String(error), todo: i18next.t('components:tryAgain') };
}

/**
 * The same for an error received from another process or an earlier start, in the language of the screens. An error
 * of another version may have only its own English words.
 */
export function explainTold({ refusal, message, todo }: ToldError): { what: string; todo: string } {
  return refusal && hasWords(refusal) ? wordRefusal(refusal, currentLanguage()) : { what: message, todo };
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * Shows an error until it is dismissed, because it may be long and says what to do. The same error is shown once. An
 * abort is not shown.
 */
export function tellError(error: unknown): void {
  if (isAbort(error)) return;
  const { what, todo } = explain(error);
  notifications.show({
    id: `error: ${what}`,
    color: 'red',
    title: sentence(what),
    message: sentence(todo),
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('components:close') },
  });
}

/** What happened and what to do, as two sentences. */
export function sentences({ what, todo }: { what: string; todo: string }): string {
  return i18next.t('components:twoSentences', { first: sentence(what), second: sentence(todo) });
}

/** Formatted as a sentence: a capital at the start, a full stop at the end. */
export function sentence(text: string): string {
  return sentenceCase(text) + (/[.!?。！？]$/.test(text) ? '' : i18next.t('components:fullStop'));
}

/** A capital at the start, unless the text starts with a name ('bad.png', 'native 后端'). */
export function sentenceCase(text: string): string {
  return /^\p{Ll}[\p{Ll}’-]*,?( (?!\p{Script=Han})|$)/u.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;
}
