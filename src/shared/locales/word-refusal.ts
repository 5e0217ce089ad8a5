import i18next from 'i18next';
import {
  isList,
  isRefusalKey,
  type Phrase,
  type PhraseKey,
  type Refusal,
  type Value,
  type Values,
} from '../refusals.ts';
import { DEFAULT_LANGUAGE, type LanguageId, languageWithId } from './index.ts';
import './translate.ts';

/**
 * A refusal in words.
 *
 * @returns what happened and what to do, each a sentence without a final full stop
 */
export function wordRefusal(refusal: Refusal, language: LanguageId): { what: string; todo: string } {
  const { word, wordPart } = wordsOf(language);
  return { what: word(refusal), todo: wordPart(refusal, 'todo') };
}

/** A part of a refusal in words. */
export function wordValue(value: Value, language: LanguageId): string {
  return wordsOf(language).word(value);
}

/**
 * Whether this version has the words, and the value for each place in them: a kept refusal may come from another one.
 */
export function hasWords(value: Value): boolean {
  if (typeof value !== 'object') return true;
  if (isList(value)) return value.every(hasWords);
  const texts = textsOf(value);
  if (!texts) return false;
  const places = texts.flatMap((text) => [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, place]) => place!));
  return places.every((place) => Object.hasOwn(value.values, place)) && Object.values(value.values).every(hasWords);
}

/** Null where this version has none. */
function textsOf(value: Phrase | Refusal): readonly string[] | null {
  const { refusals, phrases } = languageWithId(DEFAULT_LANGUAGE).texts;
  if ('key' in value) return isRefusalKey(value.key) ? Object.values(refusals[value.key]) : null;
  return Object.hasOwn(phrases, value.phrase) ? [phrases[value.phrase as PhraseKey]] : null;
}

function wordsOf(language: LanguageId) {
  // The keys were checked where the refusal was made; these are looked up by what travelled.
  const t = i18next.getFixedT(language) as unknown as (key: string, options: object) => string;
  const numbers = new Intl.NumberFormat(languageWithId(language).intl, {
    useGrouping: false,
    maximumFractionDigits: 20,
  });

  function word(value: Value): string {
    if (typeof value === 'number') return Number.isFinite(value) ? numbers.format(value) : String(value);
    if (typeof value === 'string') return value;
    if (isList(value)) return list(value);
    return 'key' in value ? wordPart(value, 'what') : t(`phrases:${value.phrase}`, worded(value.values));
  }

  function wordPart({ key, values }: Refusal, part: 'what' | 'todo'): string {
    return t(`refusals:${key}.${part}`, worded(values));
  }

  /** Names are listed with commas; phrases, which have commas of their own, with semicolons. */
  function list(values: readonly Value[]): string {
    const separator = values.some((value) => typeof value === 'object') ? 'between-phrases' : 'between-names';
    return values.map(word).join(t(`phrases:${separator}`, {}));
  }

  /** Apart from i18next's own options: a kept refusal may have a value with such a name. */
  function worded(values: Values): { replace: Record<string, string> } {
    const replace = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, word(value)]));
    return { replace };
  }

  return { word, wordPart };
}
