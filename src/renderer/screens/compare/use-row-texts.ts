import { useTranslation } from 'react-i18next';
import { useFieldTexts } from '../../recipe/text/field-texts.ts';
import type { Difference } from './differing-fields.ts';

type RowId = Difference['row'];

/** Label and values of a table row for display. */
export function useRowTexts() {
  const { t } = useTranslation('compare');
  const { t: tRecipe } = useTranslation('recipe');
  const { valueText } = useFieldTexts();
  return {
    title(row: RowId): string {
      if (typeof row === 'object') return t('ofChip', { field: row.ofChip });
      return row === 'weights' ? t('weights') : tRecipe(row);
    },
    value(row: RowId, value: string | number | null): string {
      if (value === null || value === '') return '—';
      // A chip's value is already its name.
      return typeof row === 'object' || row === 'chip' ? String(value) : valueText(row, value);
    },
  };
}
