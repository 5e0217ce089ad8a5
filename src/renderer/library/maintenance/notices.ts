import type { LibraryStatus, UnreadItem } from '../../../shared/contract/maintenance.ts';

export type NoticeKind = 'takenIn' | 'setAside' | 'doubtful' | 'missing' | 'unreadable' | 'unread' | 'verified';

export interface Notice {
  readonly kind: NoticeKind;
  /** Pictures; folders for 'unreadable', kept things for 'unread'. */
  readonly count: number;
  /** Files that could not be taken in. */
  readonly refused?: number;
  /** Another one than before is worth showing again. */
  readonly saying: string;
}

/** Whether a look at the library tells of it, and not the status of the moment, which has a notice of its own. */
export function isFoundByLooking({ what }: UnreadItem): boolean {
  return what !== 'chip' && what !== 'sweep' && what !== 'setting';
}

/** What was found amiss and waits for the artist, the most urgent first. */
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
  // What is gone since the start has a notice of its own.
  const amiss = verified && [
    verified.database.length,
    verified.changed.length,
    verified.unreadable.length,
    // What a newer Ohmbrush wrote is well.
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
