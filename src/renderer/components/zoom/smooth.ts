import { create } from 'zustand';
import { SMOOTH_ZOOM } from '../../../shared/formats/settings.ts';
import { recall, remember } from '../../state/remember.ts';

/** null until chosen in this session: the remembered setting arrives after this module is loaded. */
const useChosen = create<{ smooth: boolean | null }>(() => ({ smooth: null }));

/** Whether pictures are smoothed at any zoom; otherwise pixels show as squares when zoomed beyond the fit. */
export function useSmooth(): boolean {
  const chosen = useChosen(({ smooth }) => smooth);
  return chosen ?? recall(SMOOTH_ZOOM)?.smooth ?? false;
}

export function setSmooth(smooth: boolean): void {
  useChosen.setState({ smooth });
  remember(SMOOTH_ZOOM, { smooth });
}
