import { PRECISION_PRESETS } from '../../shared/chip/precision-plan.ts';
import { listChips } from '../chips/chips.ts';
import { loadPrecision } from '../chips/precision.ts';
import { procedures } from './procedures.ts';
import type { StudioComponents } from './studio-components.ts';

export function chipHandlers({ library }: StudioComponents) {
  const { chips, precisions } = procedures;
  return {
    chips: {
      list: chips.list.handler(async () => [
        ...(await listChips()).map((profile) => ({ profile, builtIn: true })),
        ...library.chips.list().map((profile) => ({ profile, builtIn: false })),
      ]),
      save: chips.save.handler(({ input }) => library.chips.save(input)),
      remove: chips.remove.handler(({ input }) => library.chips.remove(input)),
    },
    precisions: {
      list: precisions.list.handler(() => Promise.all(PRECISION_PRESETS.map((name) => loadPrecision(name)))),
    },
  };
}
