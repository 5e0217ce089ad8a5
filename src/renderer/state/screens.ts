import { create } from 'zustand';

export const SCREEN_IDS = ['view', 'compare', 'grid', 'trade-off', 'chips'] as const;
export type ScreenId = (typeof SCREEN_IDS)[number];

/** Most pictures side by side in Compare. */
export const MOST_PINNED = 4;

interface Screens {
  tab: ScreenId;
  /** Picture in View; null: the running job, or the empty state. */
  viewedId: number | null;
  /** Pictures in Compare, the reference first. */
  pinnedIds: readonly number[];
  /** Sweep in Grid; null: the newest. */
  sweepId: number | null;
  show(tab: ScreenId): void;
  /** Opens a picture in View. */
  view(id: number): void;
  /** Adds a picture to Compare or removes it; if there is no room, the oldest except the reference is removed. */
  togglePin(id: number): void;
  /** Opens exactly these in Compare, the reference first. */
  compare(ids: readonly number[]): void;
  openSweep(id: number): void;
}

/** What the middle of the window shows. */
export const useScreens = create<Screens>((set) => ({
  tab: 'view',
  viewedId: null,
  pinnedIds: [],
  sweepId: null,
  show: (tab) => set({ tab }),
  view: (id) => set({ tab: 'view', viewedId: id }),
  togglePin: (id) =>
    set(({ pinnedIds }) => {
      if (pinnedIds.includes(id)) return { pinnedIds: pinnedIds.filter((other) => other !== id) };
      const room = pinnedIds.length < MOST_PINNED ? pinnedIds : [pinnedIds[0]!, ...pinnedIds.slice(2)];
      return { pinnedIds: [...room, id] };
    }),
  compare: (ids) => set({ tab: 'compare', pinnedIds: ids.slice(0, MOST_PINNED) }),
  openSweep: (id) => set({ tab: 'grid', sweepId: id }),
}));
