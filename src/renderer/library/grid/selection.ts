/** Ids that one call of the studio takes. */
export const MOST_SELECTED = 10_000;

/** Without it if it was in, with it if not. */
export function toggled(selected: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** First and last index of a range, whichever way it was drawn, no longer than a selection may be; `from` stays in it. */
export function rangeBetween(from: number, to: number): { first: number; count: number } {
  const count = Math.min(Math.abs(to - from) + 1, MOST_SELECTED);
  return { first: to >= from ? from : from - count + 1, count };
}

/**
 * What to look at once pictures are gone: the next one in the list that stays, or else the one before.
 *
 * @param around ids in the order of the list, `id` among them
 */
export function survivorBeside(around: readonly number[], id: number, gone: ReadonlySet<number>): number | null {
  const at = around.indexOf(id);
  const after = around.slice(at + 1).find((other) => !gone.has(other));
  return after ?? around.slice(0, Math.max(at, 0)).findLast((other) => !gone.has(other)) ?? null;
}
