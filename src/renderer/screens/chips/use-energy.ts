import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { ChipProfile } from '../../../shared/chip/chip-profile.ts';
import type { Estimate } from '../../../shared/engine/energy-estimate.ts';
import type { JobDraft } from '../../../shared/recipe/draft.ts';
import { query } from '../../contract/client.ts';
import { formToDraft } from '../../recipe/form/form-to-draft.ts';
import { useRecipe } from '../../recipe/store/recipe-store.ts';

/** The energy of the recipe panel's picture on each of these chips, in order; undefined until known. */
export function useEnergyOn(profiles: readonly ChipProfile[]): readonly Estimate[] | undefined {
  const { form, offer } = useRecipe();
  const draft = offer && formToDraft({ ...form, precision: 'balanced', givenChip: null, chipId: 'pcm' }, offer);
  const { data } = useQuery(
    query.estimate.jobs.queryOptions({
      input:
        draft && profiles.length > 0 ? { drafts: profiles.map((chip): JobDraft => ({ ...draft, chip })) } : skipToken,
      placeholderData: keepPreviousData,
    }),
  );
  // Cached data may belong to another chip with more or fewer figures.
  return data?.length === profiles.length ? data : undefined;
}
