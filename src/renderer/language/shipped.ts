import i18next from 'i18next';
import { en } from '../../shared/locales/en.ts';

type ShippedKey = keyof typeof en.shipped;

const KEYS = new Map(Object.entries(en.shipped).map(([key, text]) => [text, key as ShippedKey]));

/**
 * A text that ships in English (a chip's or a model's name, why an energy is uncertain), in the language of the
 * screens. Pictures and profiles keep the English one. Any other text is the user's own and stays as it is.
 */
export function shippedText(text: string): string {
  const key = KEYS.get(text as (typeof en.shipped)[ShippedKey]);
  return key ? i18next.t(`shipped:${key}`) : text;
}
