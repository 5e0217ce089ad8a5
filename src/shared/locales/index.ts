import { en } from './en.ts';
import type { Locale } from './locale.ts';
import { zh } from './zh.ts';

interface Language {
  /** BCP 47 without a region: what a system's preference is compared with. */
  readonly id: string;
  /** What it calls itself. */
  readonly name: string;
  /** `lang` of the page: fonts and screen readers go by it. */
  readonly html: string;
  /** For Intl: numbers, dates, plurals and lists. */
  readonly intl: string;
  readonly texts: Locale;
}

/** The languages of the studio, as they are offered. The first is the one of the command line, and of who speaks no other. */
export const LANGUAGES = [
  { id: 'en', name: 'English', html: 'en', intl: 'en', texts: en },
  { id: 'zh', name: '中文', html: 'zh-CN', intl: 'zh-CN', texts: zh },
] as const satisfies readonly Language[];

export type LanguageId = (typeof LANGUAGES)[number]['id'];

export const LANGUAGE_IDS = LANGUAGES.map(({ id }) => id);

export const DEFAULT_LANGUAGE: LanguageId = LANGUAGES[0].id;

/** @throws RangeError for what is no id of LANGUAGES */
export function languageWithId(id: string): (typeof LANGUAGES)[number] {
  const found = LANGUAGES.find((language) => language.id === id);
  if (!found) throw new RangeError(`no language '${id}'`);
  return found;
}

/**
 * The language to start with: the chosen one, else the first of the system's that there is.
 *
 * @param chosen what was kept; anything
 * @param system BCP 47 tags, the preferred one first
 */
export function languageFor(chosen: unknown, system: readonly string[]): LanguageId {
  const kept = LANGUAGES.find(({ id }) => id === chosen);
  const ofSystem = system.map((tag) => LANGUAGES.find(({ id }) => id === tag.split('-')[0]?.toLowerCase()));
  return (kept ?? ofSystem.find((language) => language !== undefined))?.id ?? DEFAULT_LANGUAGE;
}
