import type { PictureDetails } from '../../../shared/contract/pictures.ts';

/** Roles of the pinned pictures. */
export interface Lineup {
  /** The reference first, the others in the order in which they were pinned. */
  readonly pictures: readonly PictureDetails[];
  readonly reference: PictureDetails;
  /** The picture compared with the reference; null when there is no other. */
  readonly active: PictureDetails | null;
}

/**
 * The reference is the chosen one, else an exact picture, else the first.
 *
 * @returns null when nothing is pinned
 */
export function lineUp(
  pinned: readonly PictureDetails[],
  referenceId: number | null,
  activeId: number | null,
): Lineup | null {
  const reference = pinned.find(({ id }) => id === referenceId) ?? pinned.find(({ exact }) => exact) ?? pinned[0];
  if (!reference) return null;
  const others = pinned.filter((picture) => picture !== reference);
  const active = others.find(({ id }) => id === activeId) ?? others[0] ?? null;
  return { pictures: [reference, ...others], reference, active };
}

/** Letters that name the pictures of a lineup, in its order. */
export const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** Only pictures of the same size can be compared by metrics. */
export function sameSize(one: PictureDetails, other: PictureDetails): boolean {
  return one.width === other.width && one.height === other.height;
}
