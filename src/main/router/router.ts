import { PRECISION_PRESETS } from '../../shared/chip/precision-plan.ts';
import { listChips } from '../chips/chips.ts';
import { loadPrecision } from '../chips/precision.ts';
import { estimateJobs } from '../estimate/estimate-jobs.ts';
import { answer } from './answer.ts';
import { procedures } from './procedures.ts';
import { createRescueRouter } from './rescue-router.ts';
import type { StudioComponents } from './studio-components.ts';

export type StudioRouter = ReturnType<typeof createRouter>;

/** The contract, implemented with the components of one studio. Every host serves this router. */
export function createRouter(components: StudioComponents) {
  const { library, queue, models, exports, heatmaps } = components;
  return procedures.router({
    ...createRescueRouter(components),
    models: answer('models', models),
    chips: answer('chips', {
      ...library.chips,
      list: async () => [
        ...(await listChips()).map((profile) => ({ profile, builtIn: true })),
        ...library.chips.list().map((profile) => ({ profile, builtIn: false })),
      ],
    }),
    precisions: answer('precisions', {
      list: () => Promise.all(PRECISION_PRESETS.map((name) => loadPrecision(name))),
    }),
    estimate: answer('estimate', {
      jobs: ({ drafts }, { signal }) => estimateJobs(drafts, { ...components, folderOf: models.folderOf }, signal),
    }),
    queue: answer('queue', queue),
    sweeps: answer('sweeps', { list: queue.sweeps.list, get: ({ id }) => queue.sweeps.get(id) }),
    pictures: answer('pictures', { ...library.pictures, export: exports.prepare }),
    boards: answer('boards', library.boards),
    prompts: answer('prompts', library.prompts),
    compare: answer('compare', {
      exactOf: ({ id }) => library.pictures.exactOf(id),
      measure: ({ referenceId, testId }) => heatmaps.figures(referenceId, testId),
    }),
  });
}
