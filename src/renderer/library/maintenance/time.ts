import i18next from 'i18next';
import { currentIntl } from '../../language/language.ts';

const DAY = 24 * 60 * 60 * 1000;

/** 'today, 2:02 PM', '3 days ago, 2:02 PM', '12 days ago'; 'Oct 3, 2026' for dates more than a month ago. */
export function dayInWords(time: number, now = Date.now()): string {
  const intl = currentIntl();
  const days = Math.round((startOfDay(now) - startOfDay(time)) / DAY);
  if (days < 0 || days > 31) return new Intl.DateTimeFormat(intl, { dateStyle: 'medium' }).format(time);
  const day = new Intl.RelativeTimeFormat(intl, { numeric: 'auto' }).format(-days, 'day');
  if (days > 6) return day;
  const clock = new Intl.DateTimeFormat(intl, { timeStyle: 'short' }).format(time);
  return i18next.t('maintenance:dayAndTime', { day, time: clock });
}

/** Including seconds. */
export function exactTime(time: number): string {
  return new Intl.DateTimeFormat(currentIntl(), { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}
