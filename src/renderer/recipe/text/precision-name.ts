import { useFieldTexts } from './field-texts.ts';

/** What a precision plan is called: the studio's own in the artist's language, others by the name they have. */
export function usePrecisionName(): (precision: string) => string {
  const { valueText } = useFieldTexts();
  return (precision) => valueText('precision', precision);
}
