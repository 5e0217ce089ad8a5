import { create } from 'zustand';
import { useScreens } from '../../state/screens.ts';

interface Follow {
  /** The picture that View shows by itself; any other one was chosen on purpose. */
  autoId: number | null;
  /** The last saved picture that was seen here. */
  seenId: number | null;
  dismissedJobId: number | null;
}

/** Whether View follows what is being painted; outlives a look at another tab. */
export const useFollow = create<Follow>(() => ({ autoId: null, seenId: null, dismissedJobId: null }));

/** The picture in View that was chosen on purpose, or null while View follows what is being painted. */
export function useChosenId(): number | null {
  const viewedId = useScreens((screens) => screens.viewedId);
  const autoId = useFollow((follow) => follow.autoId);
  return viewedId === autoId ? null : viewedId;
}

/** Shows a picture, or what is being painted, and goes on following. */
export function follow(id: number | null): void {
  useFollow.setState({ autoId: id });
  useScreens.setState({ viewedId: id });
}
