import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { UnreadItem } from '../../shared/contract/maintenance.ts';
import { wordValue } from '../../shared/locales/word-refusal.ts';
import { currentLanguage } from '../language/language.ts';

type Translate = ReturnType<typeof useTranslation<'parts'>>['t'];

/** What cannot be read, and why, as a sentence. */
export function unreadText({ what, id, unread }: UnreadItem, t: Translate = i18next.getFixedT(null, 'parts')): string {
  const name = t(`kept-${what}`, { id });
  return unread.state === 'future'
    ? t('unreadFuture', { name, version: unread.version })
    : t('unreadable', { name, why: wordValue(unread.why, currentLanguage()) });
}

/** The same as a hook, in the current language. */
export function useUnreadText(): (item: UnreadItem) => string {
  const { t } = useTranslation('parts');
  return (item) => unreadText(item, t);
}
