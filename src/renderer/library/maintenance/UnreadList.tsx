import { useTranslation } from 'react-i18next';
import { wordUnread } from '../../../shared/locales/word-unread.ts';
import type { UnreadItem } from '../../../shared/unread.ts';
import { currentLanguage } from '../../language/language.ts';
import classes from './NoticeBox.module.css';

/** Items that are shown; of the others, only the count. */
const MOST_SHOWN = 50;

/** Items that cannot be read, each with the reason. */
export function UnreadList({ items }: { items: readonly UnreadItem[] }) {
  const { t } = useTranslation('maintenance');
  return (
    <ul className={classes.folders}>
      {items.slice(0, MOST_SHOWN).map((item) => (
        <li key={`${item.what} ${item.id}`}>{wordUnread(item, currentLanguage())}</li>
      ))}
      {items.length > MOST_SHOWN && <li>{t('more', { count: items.length - MOST_SHOWN })}</li>}
    </ul>
  );
}
