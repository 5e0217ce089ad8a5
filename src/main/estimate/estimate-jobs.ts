import type { Estimate } from '../../shared/engine/energy-estimate.ts';
import type { JobDraft } from '../../shared/recipe/draft.ts';
import { normalizeDraft } from '../chips/chip-setup.ts';
import type { Engine } from '../engine/engine-client.ts';
import type { Library } from '../library/open-library.ts';

/**
 * Components of the studio that an estimate needs: the engine computes joules, the library knows how long similar
 * pictures took.
 */
interface EstimateComponents {
  engine: Engine;
  library: Library;
  folderOf(modelId: string): Promise<string>;
}

/**
 * What each draft is expected to cost, in order. @throws OhmbrushError for a missing model or a size that it cannot
 * paint
 */
export async function estimateJobs(
  drafts: readonly JobDraft[],
  components: EstimateComponents,
  signal?: AbortSignal,
): Promise<Estimate[]> {
  const asPainted = drafts.map(normalizeDraft);
  const estimates: Estimate[] = new Array(drafts.length);
  for (const [modelId, indices] of indicesByModel(asPainted)) {
    const energies = await components.engine.estimate(
      { modelId, modelFolder: await components.folderOf(modelId), drafts: indices.map((index) => asPainted[index]!) },
      signal,
    );
    for (const [i, index] of indices.entries()) {
      const seconds = components.library.pictures.expectedSeconds(asPainted[index]!);
      estimates[index] = { ...energies[i]!, seconds };
    }
  }
  return estimates;
}

function indicesByModel(drafts: readonly JobDraft[]): Map<string, number[]> {
  return Map.groupBy(drafts.keys(), (index) => drafts[index]!.model.id);
}
