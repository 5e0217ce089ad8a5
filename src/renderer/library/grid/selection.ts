/** Most ids that one call of the studio accepts. */
export const MOST_SELECTED = 10_000;

/** Adds the id, or removes it if it is selected. */
export function toggled(selected: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** First and last index of a range drawn in either direction, limited to the longest selection; `from` stays in it. */
export function rangeBetween(from: number, to: number): { first: number; count: number } {
  const count = Math.min(Math.abs(to - from) + 1, MOST_SELECTED);
  return { first: to >= from ? from : from - count + 1, count };
}

/**
 * The picture to view after a removal: the next one in the list that stays, otherwise the one before.
 *
 * @param around ids in the order of the list, `id` among them
 */
export function survivorBeside(around: readonly number[], id: number, gone: ReadonlySet<number>): number | null {
  const at = around.indexOf(id);
  const after = around.slice(at + 1).find((other) => !gone.has(other));
  return after ?? around.slice(0, Math.max(at, 0)).findLast((other) => !gone.has(other)) ?? null;
}
