import { useTranslation } from 'react-i18next';
import { fieldValueText } from '../../../shared/recipe/field-value-text.ts';
import { currentLanguage } from '../../language/language.ts';
import { shippedText } from '../../language/shipped.ts';
import { isPanelField, isTime } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { ageText } from './age-text.ts';

/**
 * Names and values of swept fields for display. A field unknown to this version keeps its internal name.
 */
export function useFieldTexts() {
  const { t } = useTranslation('recipe');
  const offer = useRecipe((recipe) => recipe.offer);
  return {
    fieldName: (field: string) => (isPanelField(field) ? t(field) : field),
    valueText(field: string, value: number | string): string {
      if (isTime(field)) return ageText(Number(value), t);
      if (field === 'chip')
        return shippedText(offer?.chips.find(({ profile }) => profile.id === value)?.profile.name ?? String(value));
      return fieldValueText(field, value, currentLanguage());
    },
  };
}
