import { create } from 'zustand';
import type { Backup } from '../../shared/contract/maintenance.ts';
import type { Board, PictureFilter, PictureSort } from '../../shared/contract/pictures.ts';
import { useScreens } from '../state/screens.ts';
import { tidy } from './filter/filter-parts.ts';

/** A picture with its place in the list when it was met. */
export interface Spot {
  /** null: the place was reached before its picture arrived. */
  readonly id: number | null;
  readonly index: number;
}

/** What is asked over the window. */
export type LibraryDialog =
  | { readonly kind: 'export'; readonly boardId?: number }
  | { readonly kind: 'purge'; readonly ids: readonly number[] }
  | { readonly kind: 'empty-trash' }
  | { readonly kind: 'maintenance' | 'rebuild' }
  | { readonly kind: 'restore-backup'; readonly backup: Backup }
  | { readonly kind: 'purge-doubtful'; readonly count: number }
  /** `ids`: to be put on it. */
  | { readonly kind: 'new-board'; readonly ids: readonly number[] }
  | { readonly kind: 'rename-board' | 'remove-board'; readonly board: Board };

interface Library {
  filter: PictureFilter;
  sort: PictureSort;
  /** Chosen on purpose (Space, Ctrl or Shift and a click); what is only looked at is not selected. */
  selectedIds: ReadonlySet<number>;
  /** Where the keyboard is in the grid, and where a range begins. */
  active: Spot | null;
  anchor: Spot | null;
  /** The grid took the focus and it is still in the panel, so that commands and details mean the active tile. */
  keyboardInside: boolean;
  /** To be scrolled to by the grid, once. */
  revealed: Spot | null;
  /** Ids that are being dragged. */
  dragged: readonly number[] | null;
  dialog: LibraryDialog | null;
  /** The search field is to take the focus when it is there. */
  searchAsked: boolean;
  /** Shows other pictures; nothing stays selected that might be out of sight. */
  show(filter: PictureFilter): void;
  order(sort: PictureSort): void;
  select(ids: Iterable<number>): void;
}

/** What the library shows and what is selected in it. */
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

/** What a command acts on: the selection, else the tile that the keyboard is on, else the picture in View. */
export function useTargets(): readonly number[] {
  const selected = useLibrary(({ selectedIds }) => selectedIds);
  const active = useLibrary(({ keyboardInside, active }) => (keyboardInside && active ? active.id : null));
  const viewed = useScreens(({ viewedId }) => viewedId);
  if (selected.size > 0) return [...selected];
  const one = active ?? viewed;
  return one === null ? [] : [one];
}
