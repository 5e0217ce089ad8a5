import type { TFunction } from 'i18next';
import { MOST_JOBS } from '../../shared/recipe/sweep-axes.ts';
import { ageText } from './age-text.ts';
import type { NumberFieldId, NumberRule } from './fields.ts';
import type { SweepProblem } from './sweep-text.ts';

/** Why the values cannot be used, and how to write them. */
export function sweepProblemText(
  problem: SweepProblem,
  field: NumberFieldId,
  rule: NumberRule,
  t: TFunction<'recipe'>,
): string {
  const hint = t(field === 'age' ? 'sweepHintAge' : 'sweepHint');
  const bound = (value: number) => (field === 'age' ? ageText(value, t) : String(value));
  switch (problem.code) {
    case 'empty':
      return t('sweepEmpty', { hint });
    case 'unreadable':
      return t('sweepUnreadable', { text: problem.text, hint });
    case 'outside':
      return t('sweepOutside', { text: problem.text, min: bound(rule.min), max: bound(rule.max) });
    case 'notMultiple':
      return rule.multipleOf === 1
        ? t('sweepNotWhole', { text: problem.text })
        : t('sweepNotMultiple', { text: problem.text, multiple: rule.multipleOf ?? 1 });
    case 'howMany':
      return t('sweepHowMany', { text: problem.text });
    case 'tooMany':
      return t('sweepTooMany', { most: MOST_JOBS });
  }
}
