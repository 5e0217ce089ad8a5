import { create } from 'zustand';
import { recall, remember } from '../../state/remember.ts';

const KEY = 'zoom.smooth';

/** null until chosen in this session: what is remembered arrives after this module. */
const useChosen = create<{ smooth: boolean | null }>(() => ({ smooth: null }));

/** Whether pictures are drawn smoothly at any zoom; otherwise their pixels show as squares beyond what fits. */
export function useSmooth(): boolean {
  const chosen = useChosen(({ smooth }) => smooth);
  return chosen ?? recall(KEY) === true;
}

export function setSmooth(smooth: boolean): void {
  useChosen.setState({ smooth });
  remember(KEY, smooth);
}
