const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

export const AGE_UNITS = ['second', 'minute', 'hour', 'day', 'month', 'year'] as const;
export type AgeUnit = (typeof AGE_UNITS)[number];

const SECONDS: Record<AgeUnit, number> = { second: 1, minute: MINUTE, hour: HOUR, day: DAY, month: MONTH, year: YEAR };

/** Stops of the age slider, seconds: about three per decade, at round numbers. */
export const AGE_STOPS = [
  0,
  1,
  5,
  20,
  ...[1, 5, 20].map((count) => count * MINUTE),
  ...[1, 4, 12].map((count) => count * HOUR),
  ...[1, 3, 10].map((count) => count * DAY),
  ...[1, 3, 6].map((count) => count * MONTH),
  ...[1, 3, 10].map((count) => count * YEAR),
];

/** The stop nearest to an age, on the log scale. */
export function nearestStop(seconds: number): number {
  const place = (age: number) => Math.log10(age + 1);
  return AGE_STOPS.reduce(
    (best, stop, index) =>
      Math.abs(place(stop) - place(seconds)) < Math.abs(place(AGE_STOPS[best]!) - place(seconds)) ? index : best,
    0,
  );
}

/** The age in the largest unit that gives at least one. */
export function ageParts(seconds: number): { count: number; unit: AgeUnit } {
  const unit = AGE_UNITS.findLast((candidate) => seconds >= SECONDS[candidate]) ?? 'second';
  return { count: Number((seconds / SECONDS[unit]).toPrecision(3)), unit };
}

const SPELLINGS: Record<AgeUnit, RegExp> = {
  second: /^(s|secs?|seconds?|秒钟?)$/,
  minute: /^(m|mins?|minutes?|分钟?)$/,
  hour: /^(h|hrs?|hours?|个?小时|个?时)$/,
  day: /^(d|days?|天|日)$/,
  month: /^(mo|mon|months?|个?月)$/,
  year: /^(y|yrs?|years?|年)$/,
};

/** Seconds from '90', '3 h', '6 months', '2 天'; null for anything else. A bare number is in seconds. */
export function parseAge(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?|\.\d+)(\D*)$/.exec(text.trim().toLowerCase());
  if (!parts) return null;
  const [, count, rest] = parts;
  const spelling = rest!.trim();
  if (!spelling) return Number(count);
  const unit = AGE_UNITS.find((candidate) => SPELLINGS[candidate].test(spelling));
  return unit ? Number(count) * SECONDS[unit] : null;
}

/** A short text that `parseAge` reads back as this age, to three digits. */
export function writeAge(seconds: number): string {
  const { count, unit } = ageParts(seconds);
  return `${count} ${unit === 'month' ? 'mo' : unit.charAt(0)}`;
}
