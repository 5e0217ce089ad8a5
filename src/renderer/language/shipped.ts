import { shippedTextIn } from '../../shared/locales/shipped.ts';
import { currentLanguage } from './language.ts';

/** `shippedTextIn` in the language of the screens. */
export function shippedText(text: string): string {
  return shippedTextIn(text, currentLanguage());
}
