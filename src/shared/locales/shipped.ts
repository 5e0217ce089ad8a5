import { en } from './en.ts';
import type { LanguageId } from './index.ts';
import { texts } from './translate.ts';

type ShippedKey = keyof typeof en.shipped;

const KEYS = new Map(Object.entries(en.shipped).map(([key, text]) => [text, key as ShippedKey]));

/**
 * A text that ships in English (a chip's or a model's name, why an energy is uncertain), in a language. Pictures and
 * profiles keep the English one. Any other text is the user's own and stays as it is.
 */
export function shippedTextIn(text: string, language: LanguageId): string {
  const key = KEYS.get(text as (typeof en.shipped)[ShippedKey]);
  return key ? texts(language, 'shipped')(key) : text;
}
