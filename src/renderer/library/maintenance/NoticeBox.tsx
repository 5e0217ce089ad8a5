import { ActionIcon, Button } from '@mantine/core';
import {
  CalendarClock,
  CircleCheck,
  FileQuestion,
  FolderX,
  ImageOff,
  type LucideIcon,
  PackageOpen,
  ShieldAlert,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryStatus } from '../../../shared/contract/maintenance.ts';
import { tellError } from '../../components/tell-error.tsx';
import { useLibrary } from '../library-store.ts';
import { keepDoubtful, takeIn } from './actions.ts';
import classes from './NoticeBox.module.css';
import type { Notice, NoticeKind } from './notices.ts';
import { UnreadList } from './UnreadList.tsx';
import { useWorking } from './use-library-status.ts';

const ICONS: Record<NoticeKind, LucideIcon> = {
  setAside: PackageOpen,
  doubtful: CalendarClock,
  unreadable: FolderX,
  unread: FileQuestion,
  verified: ShieldAlert,
  missing: ImageOff,
  takenIn: CircleCheck,
};

interface Props {
  notice: Notice;
  status: LibraryStatus;
  /** The dialog has room for what it means and what can be done. */
  whole?: boolean;
  onDismiss?(): void;
  /** Shown beside its buttons. */
  children?: ReactNode;
}

/** One notice with its actions. It stays until it is handled or dismissed. */
export function NoticeBox({ notice, status, whole = false, onDismiss, children }: Props) {
  const { t } = useTranslation('maintenance');
  const { kind, count } = notice;
  const Icon = ICONS[kind];
  return (
    <div className={classes.notice} data-kind={kind}>
      <Icon size={15} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        <div role="status">
          {(count > 0 || !notice.refused) && <p>{t(kind, { count })}</p>}
          {kind === 'takenIn' && notice.refused !== undefined && notice.refused > 0 && (
            <p className={classes.dim}>{t('refused', { count: notice.refused })}</p>
          )}
        </div>
        {whole && kind !== 'takenIn' && kind !== 'verified' && <p className={classes.dim}>{t(`${kind}More`)}</p>}
        {whole && kind === 'unreadable' && (
          <ul className={classes.folders}>
            {status.unreadable.map((folder) => (
              <li key={folder}>{folder}</li>
            ))}
          </ul>
        )}
        {whole && kind === 'unread' && <UnreadList items={status.unread} />}
        <div className={classes.answers}>
          <Answers notice={notice} whole={whole} />
          {children}
        </div>
      </div>
      {onDismiss && (
        <ActionIcon size={22} aria-label={t('dismiss')} onClick={onDismiss}>
          <X size={13} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

function Answers({ notice: { kind, count }, whole }: { notice: Notice; whole: boolean }) {
  const { t } = useTranslation('maintenance');
  const busy = useWorking() !== null;
  switch (kind) {
    case 'setAside':
      return (
        <>
          <Button size="compact-sm" disabled={busy} onClick={() => void takeIn()}>
            {count === 1 ? t('takeInOne') : t('takeIn')}
          </Button>
          {!whole && <Details />}
        </>
      );
    case 'doubtful':
      return (
        <>
          <Button size="compact-sm" disabled={busy} onClick={() => keepDoubtful(count).catch(tellError)}>
            {t('keepDoubtful')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={busy}
            onClick={() => useLibrary.setState({ dialog: { kind: 'purge-doubtful', count } })}
          >
            {t('purgeDoubtful')}
          </Button>
          {whole && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                useLibrary.setState({ dialog: null });
                useLibrary.getState().show({ trash: true });
              }}
            >
              {t('showTrash')}
            </Button>
          )}
        </>
      );
    default:
      return !whole && kind !== 'takenIn' && <Details />;
  }
}

function Details() {
  const { t } = useTranslation('maintenance');
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => useLibrary.setState({ dialog: { kind: 'maintenance' } })}
    >
      {t('showDetails')}
    </Button>
  );
}
