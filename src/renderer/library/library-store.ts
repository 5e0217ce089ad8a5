import { create } from 'zustand';
import type { Backup } from '../../shared/contract/maintenance.ts';
import type { Board, PictureFilter, PictureSort } from '../../shared/contract/pictures.ts';
import { useScreens } from '../state/screens.ts';
import { tidy } from './filter/filter-parts.ts';

/** A picture with its index in the list at that time. */
export interface Spot {
  /** null: the index was reached before its picture was loaded. */
  readonly id: number | null;
  readonly index: number;
}

/** The open dialog. */
export type LibraryDialog =
  | { readonly kind: 'export'; readonly boardId?: number }
  | { readonly kind: 'purge'; readonly ids: readonly number[] }
  | { readonly kind: 'empty-trash' }
  | { readonly kind: 'maintenance' | 'rebuild' }
  | { readonly kind: 'restore-backup'; readonly backup: Backup }
  | { readonly kind: 'purge-doubtful'; readonly count: number }
  /** `ids`: pictures to put on it. */
  | { readonly kind: 'new-board'; readonly ids: readonly number[] }
  | { readonly kind: 'rename-board' | 'remove-board'; readonly board: Board };

interface Library {
  filter: PictureFilter;
  sort: PictureSort;
  /** Explicitly selected (Space, Ctrl or Shift and a click); viewing a picture does not select it. */
  selectedIds: ReadonlySet<number>;
  /** The active tile, which is also the start of a range. */
  active: Spot | null;
  anchor: Spot | null;
  /** The focus is in the library panel and came from the grid, so that commands and details use the active tile. */
  keyboardInside: boolean;
  /** Where the grid is to scroll to, once. */
  revealed: Spot | null;
  /** Ids that are being dragged. */
  dragged: readonly number[] | null;
  dialog: LibraryDialog | null;
  /** The search field takes the focus once it is mounted. */
  searchAsked: boolean;
  /** Shows another list and clears the selection, which might be out of sight. */
  show(filter: PictureFilter): void;
  order(sort: PictureSort): void;
  select(ids: Iterable<number>): void;
}

/** State of the library panel: the shown list and the selection. */
export const useLibrary = create<Library>((set) => ({
  filter: {},
  sort: 'newest',
  selectedIds: new Set(),
  active: null,
  anchor: null,
  keyboardInside: false,
  revealed: null,
  dragged: null,
  dialog: null,
  searchAsked: false,
  show: (filter) => set({ filter: tidy(filter), selectedIds: new Set(), active: null, anchor: null }),
  order: (sort) => set({ sort, active: null, anchor: null }),
  select: (ids) => set({ selectedIds: new Set(ids) }),
}));

/** The pictures that a command acts on: the selection, otherwise the active tile, otherwise the picture in View. */
export function useTargets(): readonly number[] {
  const selected = useLibrary(({ selectedIds }) => selectedIds);
  const active = useLibrary(({ keyboardInside, active }) => (keyboardInside && active ? active.id : null));
  const viewed = useScreens(({ viewedId }) => viewedId);
  if (selected.size > 0) return [...selected];
  const one = active ?? viewed;
  return one === null ? [] : [one];
}
