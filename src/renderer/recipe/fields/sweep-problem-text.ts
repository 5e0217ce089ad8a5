import type { TFunction } from 'i18next';
import { MOST_JOBS } from '../../../shared/recipe/sweep-axes.ts';
import { isTime, type NumberFieldId, type NumberRule } from '../form/panel-fields.ts';
import type { SweepProblem } from '../sweep/sweep-text.ts';
import { ageText } from '../text/age-text.ts';

/** Why the values cannot be used, and how to write them. */
export function sweepProblemText(
  problem: SweepProblem,
  field: NumberFieldId,
  rule: NumberRule,
  t: TFunction<'recipe'>,
): string {
  const hint = t(isTime(field) ? 'sweepHintAge' : 'sweepHint');
  const bound = (value: number) => (isTime(field) ? ageText(value, t) : String(value));
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
