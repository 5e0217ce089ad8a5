import { create } from 'zustand';
import { useScreens } from '../../state/screens.ts';

interface Follow {
  /** The picture that View shows automatically; any other one was chosen by the user. */
  autoId: number | null;
  /** The last saved picture that View has shown. */
  seenId: number | null;
  dismissedJobId: number | null;
}

/** Whether View follows the running job; survives a visit to another tab. */
export const useFollow = create<Follow>(() => ({ autoId: null, seenId: null, dismissedJobId: null }));

/** The picture in View that the user chose, or null while View follows the running job. */
export function useChosenId(): number | null {
  const viewedId = useScreens((screens) => screens.viewedId);
  const autoId = useFollow((follow) => follow.autoId);
  return viewedId === autoId ? null : viewedId;
}

/** Shows a picture, or the running job, and continues to follow. */
export function follow(id: number | null): void {
  useFollow.setState({ autoId: id });
  useScreens.setState({ viewedId: id });
}
