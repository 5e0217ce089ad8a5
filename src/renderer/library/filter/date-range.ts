/** A day as a date field has it ('2026-11-24'), here; '' for none. */
export function dayOf(time: number | null): string {
  if (time === null) return '';
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** First millisecond of a day here, or null for an empty or unfinished field. */
export function startOfDay(day: string): number | null {
  const time = new Date(`${day}T00:00`).getTime();
  return day === '' || Number.isNaN(time) ? null : time;
}

/** Last millisecond of a day here: a range includes both its days. */
export function endOfDay(day: string): number | null {
  const start = startOfDay(day);
  if (start === null) return null;
  const next = new Date(start);
  // Not 24 hours: some days have 23 or 25.
  next.setDate(next.getDate() + 1);
  return next.getTime() - 1;
}
