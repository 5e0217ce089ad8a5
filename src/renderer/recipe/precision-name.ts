import { useAxisWords } from './axis-words.ts';

/** What a precision plan is called: the studio's own in the artist's language, others by the name they have. */
export function usePrecisionName(): (precision: string) => string {
  const { valueText } = useAxisWords();
  return (precision) => valueText('precision', precision);
}
