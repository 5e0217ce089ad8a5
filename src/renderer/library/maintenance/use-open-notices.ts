import { useEffect } from 'react';
import { forgetAllBut, useDismissed, useMaintenance } from './maintenance-store.ts';
import { type Notice, noticesOf } from './notices.ts';
import { useLibraryStatus } from './use-library-status.ts';

/** What was found and neither answered nor dismissed; before it, what became of pictures that were taken in. */
export function useOpenNotices(): Notice[] {
  const status = useLibraryStatus();
  const dismissed = useDismissed();
  const takenIn = useMaintenance((maintenance) => maintenance.takenIn);
  // What is found after it was put right is something new, though it may say the same.
  useEffect(() => {
    if (status) forgetAllBut(noticesOf(status).map(({ kind }) => kind));
  }, [status]);
  if (!status) return [];
  const found = noticesOf(status).filter(({ kind, saying }) => dismissed[kind] !== saying);
  if (!takenIn) return found;
  const result: Notice = { kind: 'takenIn', count: takenIn.taken, refused: takenIn.refused, saying: '' };
  // What was refused is still there, and said already.
  return [result, ...found.filter(({ kind, count }) => kind !== 'setAside' || count > takenIn.refused)];
}
