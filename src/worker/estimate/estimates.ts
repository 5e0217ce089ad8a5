import type { EnergyEstimate, EstimateRequest } from '../../shared/engine/engine-protocol.ts';
import { createMemoCache, type MemoCache } from '../../shared/memo-cache.ts';
import type { JobDraft } from '../../shared/recipe/draft.ts';
import { modelStamp } from '../model-files/weights-file.ts';
import type { Model } from '../models/load-model.ts';
import { checkSize } from '../pipeline/check-size.ts';
import { createGuidance, guidedSteps } from '../pipeline/guidance.ts';
import { estimateEnergy } from './estimate-energy.ts';
import { createExpectedConduction, type ExpectedConduction } from './expected-conduction.ts';
import { sketchModel } from './sketch-model.ts';
import { type Trace, traceModel } from './trace.ts';

/**
 * Energy before it is spent. Keeps sketches of models, traces and expectations, so that an estimate takes about a
 * millisecond.
 */
export interface Estimates {
  /**
   * One for each draft, in order.
   * @throws OhmbrushError as loadModel does; 'bad-size' for a size that the model cannot do
   */
  of(request: EstimateRequest, throwIfCancelled: () => void): EnergyEstimate[];
}

interface Sketch {
  readonly model: Model;
  readonly traces: MemoCache<Trace>;
}

export function createEstimates(): Estimates {
  const sketches = createMemoCache<Sketch>(4);
  const conductions = createMemoCache<ExpectedConduction>(64);

  function traceOf({ model, traces }: Sketch, { width, height, guidance }: JobDraft): Trace {
    const key = `${width} ${height} ${createGuidance(guidance, model.guidanceParallel).batch}`;
    return traces.memo(key, { context: () => traceModel(model, { width, height, guidance }) });
  }

  function conductionOf({ chip, age }: JobDraft): ExpectedConduction | null {
    if (chip.kind !== 'analog') return null;
    const { weights, cell, dac } = chip;
    const key = JSON.stringify([weights, cell, dac, age]);
    return conductions.memo(key, { context: () => createExpectedConduction(chip, age) });
  }

  return {
    of({ modelId, modelFolder, drafts }, throwIfCancelled) {
      const sketch = sketches.memo(modelStamp(modelFolder), {
        context: () => ({ model: sketchModel(modelFolder), traces: createMemoCache<Trace>(64) }),
      });
      return drafts.map((draft) => {
        throwIfCancelled();
        if (draft.model.id !== modelId)
          throw new RangeError(`a draft for ${draft.model.id} among those for ${modelId}`);
        checkSize(modelId, draft, sketch.model.summary);
        const guided = guidedSteps(draft.steps, sketch.model.guidanceStop);
        return estimateEnergy(draft, traceOf(sketch, draft), guided, conductionOf(draft));
      });
    },
  };
}
