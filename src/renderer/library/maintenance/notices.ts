import type { LibraryStatus } from '../../../shared/contract/maintenance.ts';
import type { UnreadItem } from '../../../shared/unread.ts';

export type NoticeKind = 'takenIn' | 'setAside' | 'doubtful' | 'missing' | 'unreadable' | 'unread' | 'verified';

export interface Notice {
  readonly kind: NoticeKind;
  /** Number of pictures; of folders for 'unreadable', of stored items for 'unread'. */
  readonly count: number;
  /** Files that could not be imported. */
  readonly refused?: number;
  /** State of the notice: if it changes, the notice is shown again. */
  readonly saying: string;
}

/** Whether it comes from a verification, and not from the current status, which has a notice of its own. */
export function isFoundByLooking({ what }: UnreadItem): boolean {
  return what !== 'chip' && what !== 'sweep' && what !== 'setting';
}

/** The problems found that wait for the user, most urgent first. */
export function noticesOf(status: LibraryStatus): Notice[] {
  const notices: Notice[] = [];
  const add = (kind: NoticeKind, count: number, saying = String(count)) => {
    if (count > 0) notices.push({ kind, count, saying });
  };
  add('setAside', status.setAside);
  add('doubtful', status.doubtful);
  add('unreadable', status.unreadable.length, status.unreadable.join('\n').slice(0, 1000));
  add(
    'unread',
    status.unread.length,
    status.unread
      .map(({ what, id }) => `${what} ${id}`)
      .join('\n')
      .slice(0, 1000),
  );
  const { verified } = status;
  // Pictures missing since the start have a notice of their own.
  const amiss = verified && [
    verified.database.length,
    verified.changed.length,
    verified.unreadable.length,
    // Data written by a newer Ohmbrush are not damaged.
    verified.unread.filter((item) => isFoundByLooking(item) && item.unread.state === 'unreadable').length,
    Math.max(0, verified.missing.length - status.missing),
  ];
  if (amiss) {
    add(
      'verified',
      amiss.reduce((sum, count) => sum + count, 0),
      amiss.join(),
    );
  }
  add('missing', status.missing);
  return notices;
}
