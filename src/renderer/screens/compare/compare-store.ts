import { create } from 'zustand';
import { COMPARE_MODE, type COMPARE_MODES } from '../../../shared/formats/settings.ts';
import { recall, remember } from '../../state/remember.ts';

export type Mode = (typeof COMPARE_MODES)[number];

interface Choices {
  /** null until chosen in this session: the remembered setting arrives after this module is loaded. */
  mode: Mode | null;
  /** Chosen as the reference; valid while it is pinned. */
  referenceId: number | null;
  /** The picture compared with the reference where there is room for two. */
  activeId: number | null;
  /** The slider shows the reference on the right. */
  swapped: boolean;
  /**
   * A single picture whose exact reference was added automatically: it is not added again after the user removed it.
   */
  accompaniedId: number | null;
  /** A picture whose exact reference is being painted; the reference is pinned when it is saved. */
  awaitingExactOf: { readonly pictureId: number; readonly jobId: number } | null;
}

/** How Compare shows the pinned pictures; survives a visit to another tab. */
export const useCompare = create<Choices>(() => ({
  mode: null,
  referenceId: null,
  activeId: null,
  swapped: false,
  accompaniedId: null,
  awaitingExactOf: null,
}));

export function useMode(): Mode {
  const chosen = useCompare(({ mode }) => mode);
  return chosen ?? recall(COMPARE_MODE)?.mode ?? 'slider';
}

export function setMode(mode: Mode): void {
  useCompare.setState({ mode });
  remember(COMPARE_MODE, { mode });
}
