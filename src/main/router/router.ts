import { estimateJobs } from '../estimate/estimate-jobs.ts';
import { chipHandlers } from './chip-handlers.ts';
import { maintenanceHandlers } from './maintenance-handlers.ts';
import { pictureHandlers } from './picture-handlers.ts';
import { procedures } from './procedures.ts';
import { queueHandlers } from './queue-handlers.ts';
import type { StudioComponents } from './studio-components.ts';
import { studioHandlers } from './studio-handlers.ts';

export type StudioRouter = ReturnType<typeof createRouter>;

/** The contract, answered by the parts of one studio. Every host serves this router. */
export function createRouter(parts: StudioComponents) {
  const { library, models, heatmaps } = parts;
  return procedures.router({
    studio: studioHandlers(parts),
    maintenance: maintenanceHandlers(parts),
    models: { list: procedures.models.list.handler(() => models.list()) },
    ...chipHandlers(parts),
    estimate: {
      jobs: procedures.estimate.jobs.handler(({ input, signal }) =>
        estimateJobs(input.drafts, { ...parts, folderOf: models.folderOf }, signal),
      ),
    },
    ...queueHandlers(parts),
    ...pictureHandlers(parts),
    prompts: { history: procedures.prompts.history.handler(() => library.prompts.history()) },
    compare: {
      exactOf: procedures.compare.exactOf.handler(({ input }) => library.pictures.exactOf(input.id)),
      measure: procedures.compare.measure.handler(({ input }) => heatmaps.figures(input.referenceId, input.testId)),
    },
  });
}
