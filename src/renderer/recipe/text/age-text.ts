import type { TFunction } from 'i18next';
import { ageParts } from '../form/age.ts';

/** '3 months', 'just written'. */
export function ageText(seconds: number, t: TFunction<'recipe'>): string {
  if (seconds === 0) return t('ageNew');
  const { count, unit } = ageParts(seconds);
  return t(unit, { count });
}
