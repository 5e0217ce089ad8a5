import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { shippedText } from '../language/shipped.ts';

export function promptText(prompt: string): string {
  return prompt.trim() === '' ? i18next.t('queue:noPrompt') : prompt;
}

/** 'Phase change · Balanced · 20 steps · seed 7'. */
export function recipeText(
  { chipName, precision, steps, seed }: JobSummary,
  t: TFunction<'queue'>,
  precisionName: (precision: string) => string,
): string {
  // The exact picture's chip is called exact, too.
  const painted =
    precision === 'exact' ? precisionName(precision) : `${shippedText(chipName)} · ${precisionName(precision)}`;
  return [painted, t('stepsOf', { count: steps }), t('seed', { seed })].join(' · ');
}
