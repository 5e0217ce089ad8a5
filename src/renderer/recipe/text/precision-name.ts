import { useFieldTexts } from './field-texts.ts';

/** Display name of a precision plan: the presets in the user's language, others by their own name. */
export function usePrecisionName(): (precision: string) => string {
  const { valueText } = useFieldTexts();
  return (precision) => valueText('precision', precision);
}
