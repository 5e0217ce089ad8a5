import type { UnreadItem } from '../unread.ts';
import { unreadPhrase } from '../unread.ts';
import type { LanguageId } from './index.ts';
import { texts } from './translate.ts';
import { wordValue } from './word-refusal.ts';

/** What is kept and cannot be read, and why: a sentence with its full stop. */
export function wordUnread({ what, id, unread }: UnreadItem, language: LanguageId): string {
  const t = texts(language, 'components');
  return t('unread', { name: t(`kept-${what}`, { id }), how: wordValue(unreadPhrase(unread), language) });
}
