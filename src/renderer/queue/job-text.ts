import type { TFunction } from 'i18next';
import i18next from 'i18next';
import type { JobSummary } from '../../shared/contract/queue.ts';
import { PRECISION_PRESETS } from '../../shared/precision-plan.ts';

export function promptText(prompt: string): string {
  return prompt.trim() === '' ? i18next.t('queue:noPrompt') : prompt;
}

/** 'Phase change · Balanced · 20 steps · seed 7'. */
export function settingText({ chipName, precision, steps, seed }: JobSummary, t: TFunction<'queue'>): string {
  const known = [...PRECISION_PRESETS, 'custom' as const].find((name) => name === precision);
  const precisionText = known ? t(known) : precision;
  // The exact picture's chip is called exact, too.
  const setting = precision === 'exact' ? precisionText : `${chipName} · ${precisionText}`;
  return [setting, t('stepsOf', { count: steps }), t('seed', { seed })].join(' · ');
}
