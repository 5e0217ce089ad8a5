import { useTranslation } from 'react-i18next';
import { ageText } from '../../recipe/age-text.ts';
import { usePrecisionName } from '../../recipe/precision-name.ts';
import type { Difference } from './differing-settings.ts';

type Setting = Difference['setting'];

/** A setting and its value as an artist reads them. */
export function useSettingTexts() {
  const { t } = useTranslation('compare');
  const { t: tRecipe } = useTranslation('recipe');
  const precisionName = usePrecisionName();
  return {
    title(setting: Setting): string {
      if (typeof setting === 'object') return t('ofChip', { field: setting.ofChip });
      return setting === 'weights' ? t('weights') : tRecipe(setting);
    },
    value(setting: Setting, value: string | number | null): string {
      if (value === null || value === '') return '—';
      if (setting === 'precision') return precisionName(String(value));
      if (setting === 'age') return ageText(Number(value), tRecipe);
      return String(value);
    },
  };
}
