import { create } from 'zustand';
import { COMPARE_MODE, type COMPARE_MODES } from '../../../shared/formats/settings.ts';
import { recall, remember } from '../../state/remember.ts';

export type Mode = (typeof COMPARE_MODES)[number];

interface Choices {
  /** null until chosen in this session: what is remembered arrives after this module. */
  mode: Mode | null;
  /** Chosen as the reference; counts while it is pinned. */
  referenceId: number | null;
  /** The one that is held against the reference where there is room for two. */
  activeId: number | null;
  /** The slider's reference is on the right. */
  swapped: boolean;
  /** A picture on its own to which its exact one was added unasked: not again, once taken out. */
  accompaniedId: number | null;
  /** A picture whose exact one is being painted by a job, and joins when it lands. */
  awaitingExactOf: { readonly pictureId: number; readonly jobId: number } | null;
}

/** How Compare shows what is pinned; outlives a look at another tab. */
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
