import { DEFAULT_LANGUAGE, type LanguageId, languageWithId } from './locales/index.ts';
import { texts } from './locales/translate.ts';

/** Three significant digits with an SI prefix: 0.00123 J -> '1.23 mJ'. */
export function si(value: number, unit: string, language: LanguageId = DEFAULT_LANGUAGE): string {
  if (value === 0) return `0 ${unit}`;
  const prefixes = ['f', 'p', 'n', 'µ', 'm', '', 'k', 'M', 'G', 'T'];
  // Rounded first, so that 999.9 becomes 1.00 k and not 1000.
  const rounded = Number(value.toPrecision(3));
  const thousands = Math.min(Math.max(Math.floor(Math.log10(Math.abs(rounded)) / 3), -5), 4);
  const digits = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  return `${number(rounded / 1000 ** thousands, digits, language)} ${prefixes[thousands + 5]}${unit}`;
}

/** Two quantities with what is between: '70.2 mJ – 499 mJ'. */
export function siRange({ low, high }: { low: number; high: number }, unit: string, language?: LanguageId): string {
  return `${si(low, unit, language)} – ${si(high, unit, language)}`;
}

/** '0.4 s', '12 s', '3 min 20 s', '2 h 5 min'. */
export function duration(time: number, language: LanguageId = DEFAULT_LANGUAGE): string {
  const t = texts(language, 'units');
  if (time < 9.95) return t('seconds', { seconds: decimal(time, 1, language) });
  const whole = Math.round(time);
  if (whole < 60) return t('seconds', { seconds: whole });
  if (whole < 3600) return t('minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  return t('hours', { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
}

/** Two significant digits at most: 12.3 -> '12', 0.123 -> '0.12'. */
export function factor(value: number, language: LanguageId = DEFAULT_LANGUAGE): string {
  return value >= 10
    ? number(Math.round(value), {}, language)
    : number(value, { maximumSignificantDigits: 2 }, language);
}

/** So many digits after the point. */
export function decimal(value: number, digits: number, language: LanguageId = DEFAULT_LANGUAGE): string {
  return number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }, language);
}

function number(value: number, options: Intl.NumberFormatOptions, language: LanguageId): string {
  return new Intl.NumberFormat(languageWithId(language).intl, { useGrouping: false, ...options }).format(value);
}
