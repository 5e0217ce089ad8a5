import { useEffect } from 'react';
import { forgetAllBut, useDismissed, useMaintenance } from './maintenance-store.ts';
import { type Notice, noticesOf } from './notices.ts';
import { useLibraryStatus } from './use-library-status.ts';

/** Notices that are neither handled nor dismissed; first the result of importing set-aside pictures. */
export function useOpenNotices(): Notice[] {
  const status = useLibraryStatus();
  const dismissed = useDismissed();
  const takenIn = useMaintenance((maintenance) => maintenance.takenIn);
  // A problem found after its repair is a new one, even if the notice is the same.
  useEffect(() => {
    if (status) forgetAllBut(noticesOf(status).map(({ kind }) => kind));
  }, [status]);
  if (!status) return [];
  const found = noticesOf(status).filter(({ kind, saying }) => dismissed[kind] !== saying);
  if (!takenIn) return found;
  const result: Notice = { kind: 'takenIn', count: takenIn.taken, refused: takenIn.refused, saying: '' };
  // Refused files are still there, and were already reported.
  return [result, ...found.filter(({ kind, count }) => kind !== 'setAside' || count > takenIn.refused)];
}
