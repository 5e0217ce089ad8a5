import { create } from 'zustand';
import { SMOOTH_ZOOM } from '../../../shared/formats/settings.ts';
import { recall, remember } from '../../state/remember.ts';

/** null until chosen in this session: what is remembered arrives after this module. */
const useChosen = create<{ smooth: boolean | null }>(() => ({ smooth: null }));

/** Whether pictures are drawn smoothly at any zoom; otherwise their pixels show as squares beyond what fits. */
export function useSmooth(): boolean {
  const chosen = useChosen(({ smooth }) => smooth);
  return chosen ?? recall(SMOOTH_ZOOM)?.smooth ?? false;
}

export function setSmooth(smooth: boolean): void {
  useChosen.setState({ smooth });
  remember(SMOOTH_ZOOM, { smooth });
}
