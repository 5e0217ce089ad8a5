import { CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerifyReport } from '../../../shared/contract/maintenance.ts';
import { isFoundByLooking } from './notices.ts';
import { PictureLinks } from './PictureLinks.tsx';
import classes from './Report.module.css';
import { UnreadList } from './UnreadList.tsx';

/** The result of a verification in plain words, and what to do about it. */
export function Report({ report }: { report: VerifyReport }) {
  const { t } = useTranslation('maintenance');
  const { database, missing, changed, unreadable } = report;
  const unread = report.unread.filter(isFoundByLooking);
  if ([database, missing, changed, unreadable, unread].every(({ length }) => length === 0)) {
    return <Finding icon={CircleCheck} good title={t('allWell', { count: report.files })} />;
  }
  return (
    <ul className={classes.findings}>
      {database.length > 0 && (
        <li>
          <Finding title={t('databaseBad')} todo={t('databaseTodo')}>
            <details className={classes.says}>
              <summary>{t('databaseSays')}</summary>
              <pre>{database.join('\n')}</pre>
            </details>
          </Finding>
        </li>
      )}
      {missing.length > 0 && (
        <li>
          <Finding title={t('missingTitle', { count: missing.length })} todo={t('missingTodo')}>
            <PictureLinks ids={missing} />
          </Finding>
        </li>
      )}
      {changed.length > 0 && (
        <li>
          <Finding title={t('changedTitle', { count: changed.length })} todo={t('changedTodo')}>
            <PictureLinks ids={changed} />
          </Finding>
        </li>
      )}
      {unreadable.length > 0 && (
        <li>
          <Finding title={t('unreadableTitle', { count: unreadable.length })} todo={t('unreadableTodo')}>
            <PictureLinks ids={unreadable} />
          </Finding>
        </li>
      )}
      {unread.length > 0 && (
        <li>
          <Finding title={t('unreadTitle', { count: unread.length })} todo={t('unreadTodo')}>
            <UnreadList items={unread} />
          </Finding>
        </li>
      )}
    </ul>
  );
}

interface FindingProps {
  title: string;
  todo?: string;
  icon?: LucideIcon;
  good?: boolean;
  children?: ReactNode;
}

function Finding({ title, todo, icon: Icon = TriangleAlert, good = false, children }: FindingProps) {
  return (
    <div className={classes.finding} data-good={good}>
      <Icon size={15} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <strong>{title}</strong>
        {todo && <p>{todo}</p>}
        {children}
      </div>
    </div>
  );
}
