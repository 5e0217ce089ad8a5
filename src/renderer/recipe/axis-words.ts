import { useTranslation } from 'react-i18next';
import { ageText } from './age-text.ts';
import { CHOICE_FIELDS, type FieldId, NUMBER_FIELDS } from './fields.ts';
import { useRecipe } from './recipe-store.ts';
import { PRECISION_CHOICES } from './settings.ts';

const FIELDS: readonly string[] = [...NUMBER_FIELDS, ...CHOICE_FIELDS];

/** The swept fields and their values as an artist reads them. A field that this version does not know keeps its name. */
export function useAxisWords() {
  const { t } = useTranslation('recipe');
  const offer = useRecipe((recipe) => recipe.offer);
  return {
    fieldName: (field: string) => (FIELDS.includes(field) ? t(field as FieldId) : field),
    valueText(field: string, value: number | string): string {
      if (field === 'age') return ageText(Number(value), t);
      if (field === 'chip')
        return offer?.chips.find(({ profile }) => profile.id === value)?.profile.name ?? String(value);
      const preset = PRECISION_CHOICES.find((choice) => choice === value);
      return field === 'precision' && preset ? t(preset) : String(value);
    },
  };
}
