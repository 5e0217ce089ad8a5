import { useQueries } from '@tanstack/react-query';
import type { FidelityFigures } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';
import { type Lineup, sameSize } from './lineup.ts';

export type Measured = FidelityFigures | 'reference' | 'other-size' | 'measuring' | 'failed';

/** Fidelity of each picture of a lineup to its reference. */
export function useMeasured({ pictures, reference }: Lineup): Measured[] {
  const answers = useQueries({
    queries: pictures.map((picture) =>
      query.compare.measure.queryOptions({
        input: { referenceId: reference.id, testId: picture.id },
        enabled: picture !== reference && sameSize(picture, reference),
      }),
    ),
  });
  return pictures.map((picture, index) => {
    if (picture === reference) return 'reference';
    if (!sameSize(picture, reference)) return 'other-size';
    const { data, isError } = answers[index]!;
    return data ?? (isError ? 'failed' : 'measuring');
  });
}
